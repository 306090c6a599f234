using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Rotunda.Testing;
using Xunit;

namespace Rotunda.Tests.Data;

/// <summary>Ordinary failures at a start end with one sentence and exit code 3, or 4 where trying again may help, never with a stack trace.</summary>
public sealed class StartRefusalTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("rotunda-refusal-").FullName;

    [Fact]
    public async Task An_address_that_is_in_use_is_named()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var address = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{((IPEndPoint)other.LocalEndpoint).Port}");

        var refused = await ChildProgram.RunAsync("serve", "--data", _folder, "--urls", address);

        RequireSentence(refused, $"The site cannot be served at {address}: Failed to bind to address {address}: address already in use.", code: 4);
    }

    [Theory]
    [InlineData("nonsense", 3)]
    [InlineData("http://192.0.2.1:5080", 4)]
    public async Task An_address_at_which_nobody_can_listen_is_named(string address, int code)
    {
        var refused = await ChildProgram.RunAsync("serve", "--data", _folder, "--urls", address);

        RequireSentence(refused, $"The site cannot be served at {address}: ", code);
    }

    [Fact]
    public async Task Proxies_that_are_none_are_named()
    {
        var refused = await ChildProgram.RunAsync([("ROTUNDA_PROXIES", "127.0.0.1, 10.0.0.0/99")], "serve", "--data", _folder, "--urls", "http://127.0.0.1:0");

        RequireSentence(refused, "ROTUNDA_PROXIES names «10.0.0.0/99», which is neither an address such as 10.0.0.5 nor a network such as 10.1.0.0/16.");
    }

    [Theory]
    [InlineData("serve")]
    [InlineData("verify")]
    [InlineData("migrate")]
    public async Task A_database_of_postgres_that_cannot_be_reached_is_told(string command)
    {
        var refused = await ChildProgram.RunAsync(command, "--data", _folder, "--db", $"Host={_folder};Database=rotunda;Username=rotunda");

        RequireSentence(refused, "The database cannot be reached: ", code: 4);
    }

    [Fact]
    public async Task A_database_that_the_server_does_not_have_is_told()
    {
        var refused = await ChildProgram.RunAsync("migrate", "--data", _folder, "--db", PostgresCluster.Require().ConnectionTo("nowhere"));

        RequireSentence(refused, "The database cannot be reached: 3D000: database \"nowhere\" does not exist", code: 4);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("Data Source=a.db;Nonsense=1")]
    [InlineData("Data Source=")]
    [InlineData("Host=localhost;Port=many;Password=secret")]
    [InlineData("Host=;Database=rotunda;Password=secret")]
    [InlineData("Host=localhost;Nonsense=1;Password=secret")]
    public async Task A_connection_string_that_is_none_is_told_without_its_password(string connection)
    {
        var data = Path.Combine(_folder, "unmade");

        var refused = await ChildProgram.RunAsync([("ROTUNDA_DB", connection)], "serve", "--data", data, "--urls", "http://127.0.0.1:0");

        RequireSentence(refused, "What --db or ROTUNDA_DB names is no connection string: ");
        Assert.DoesNotContain("secret", refused.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(data));
    }

    [Theory]
    [InlineData("serve")]
    [InlineData("verify")]
    public async Task A_file_that_is_no_database_is_named_and_left_alone(string command)
    {
        var file = Path.Combine(_folder, "rotunda.db");
        var text = string.Concat(Enumerable.Repeat("This is a letter and no database. ", 100));
        await File.WriteAllTextAsync(file, text, TestContext.Current.CancellationToken);

        var refused = await ChildProgram.RunAsync(command, "--data", _folder);

        RequireSentence(refused, $"{file} cannot be read as a database: SQLite Error 26: ");
        Assert.Equal(text, await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
        Assert.Equal([file], Directory.GetFileSystemEntries(_folder));
    }

    [Fact]
    public async Task A_data_folder_that_is_a_file_is_named()
    {
        var file = Path.Combine(_folder, "file");
        await File.WriteAllTextAsync(file, "", TestContext.Current.CancellationToken);

        var refused = await ChildProgram.RunAsync("serve", "--data", Path.Combine(file, "data"), "--urls", "http://127.0.0.1:0");

        RequireSentence(refused, $"The folder {Path.Combine(file, "data")} cannot be made: ");
    }

    [Theory]
    [InlineData("xx.po", "msgid \"a\"\nmsgstr \"unclosed\n", "xx.po, line 2: ")]
    [InlineData("xx.po", "msgid \"\"\nmsgstr \"X-Plural-Rules: one n = 1\\n\"\n", "xx.po: A plural rule is ")]
    [InlineData("xx.po", "msgid \"\"\nmsgstr \"X-Culture: not a culture\\n\"\n", "xx.po: «not a culture» is no culture.")]
    [InlineData("xx.po", "msgid \"\"\nmsgstr \"X-Tag: ru\\n\"\n", "Two files are of the language ru.")]
    public async Task A_catalogue_that_is_none_is_named_with_its_place(string name, string text, string reason)
    {
        var languages = Directory.CreateDirectory(Path.Combine(_folder, "languages")).FullName;
        await File.WriteAllTextAsync(Path.Combine(languages, name), text, TestContext.Current.CancellationToken);

        var refused = await ChildProgram.RunAsync("serve", "--data", _folder, "--urls", "http://127.0.0.1:0");

        RequireSentence(refused, $"A catalogue of the interface's texts in {languages} cannot be read: {reason}");
        Assert.False(File.Exists(Path.Combine(_folder, "rotunda.db")));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static void RequireSentence(ProgramEnd end, string beginning, int code = 3)
    {
        Assert.Equal((code, ""), (end.ExitCode, end.Output));
        Assert.StartsWith(beginning, end.Error, StringComparison.Ordinal);
        Assert.Single(end.Error.TrimEnd().Split('\n'));
    }
}
