using System.Text.RegularExpressions;
using Rotunda.Testing;
using Xunit;

namespace Rotunda.Tests.Publishing;

/// <summary>What the guides and the units name is there, and says the same.</summary>
public sealed partial class DeployTests
{
    [Fact]
    public void Every_file_that_a_guide_names_in_the_folder_of_units_is_there()
    {
        var named = Directory.EnumerateFiles(Repository.PathOf("docs", "guide"), "*.md").Append(Repository.PathOf("README.md"))
            .SelectMany(file => Named().Matches(File.ReadAllText(file)).Select(match => match.Groups[1].Value)).Distinct().ToList();

        Assert.NotEmpty(named);
        Assert.All(named, name => Assert.True(File.Exists(Repository.PathOf("deploy", name)), name));
    }

    [Fact]
    public void The_journal_of_the_unit_is_the_one_whose_retention_the_guide_tells()
    {
        var unit = File.ReadAllLines(Repository.PathOf("deploy", "rotunda.service"));
        var journal = File.ReadAllLines(Repository.PathOf("deploy", "journald@rotunda.conf")).Where(line => !line.StartsWith('#')).ToList();
        var guide = File.ReadAllText(Repository.PathOf("docs", "guide", "operations.md"));

        Assert.Contains("LogNamespace=rotunda", unit);
        Assert.Contains("[Journal]", journal);
        Assert.All(journal.Where(line => line.StartsWith("MaxRetentionSec=", StringComparison.Ordinal) || line.StartsWith("SystemMaxUse=", StringComparison.Ordinal)), line => Assert.Contains(line, guide, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_decision_is_in_the_index_under_its_title()
    {
        var index = File.ReadAllText(Repository.PathOf("docs", "decisions", "README.md"));
        var decisions = Directory.EnumerateFiles(Repository.PathOf("docs", "decisions"), "0*.md").Order(StringComparer.Ordinal).ToList();

        Assert.NotEmpty(decisions);
        Assert.All(decisions, file => Assert.Contains($"| [{Path.GetFileName(file)[..4].TrimStart('0')}]({Path.GetFileName(file)}) | {File.ReadLines(file).First().Split(". ", 2)[1]} |", index, StringComparison.Ordinal));
        Assert.Equal(decisions.Count, Entry().Count(index));
    }

    [GeneratedRegex(@"`deploy/([A-Za-z0-9@._-]+\.[a-z]+|Caddyfile)`", RegexOptions.None, 1000)]
    private static partial Regex Named();

    [GeneratedRegex(@"^\| \[[0-9]+\]\(", RegexOptions.Multiline, 1000)]
    private static partial Regex Entry();
}
