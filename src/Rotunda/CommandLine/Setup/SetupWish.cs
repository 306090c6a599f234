using System.Net.Mail;
using Rotunda.Data.Values;
using Rotunda.Modules.Shared.Languages;
using Rotunda.Modules.Shared.Mail;
using Rotunda.Modules.Shared.Web;

namespace Rotunda.CommandLine.Setup;

/// <summary>A side that the association has.</summary>
/// <param name="Code">2 to 8 capitals, such as <c>CN</c>.</param>
/// <param name="Name">What it is called.</param>
internal sealed record SideWish(string Code, LocalizedText Name);

/// <summary>What a setup is to leave behind; null or empty leaves a thing as it is.</summary>
internal sealed record SetupWish
{
    /// <summary>What takes the mail server away.</summary>
    public const string None = "none";

    /// <summary>The mail address of the first administrator.</summary>
    public string? Admin { get; init; }

    /// <summary>The association's name.</summary>
    public LocalizedText Name { get; init; } = LocalizedText.Empty;

    /// <summary>Codes of the languages that the site offers, the first being the default.</summary>
    public IReadOnlyList<string> Languages { get; init; } = [];

    public IReadOnlyList<SideWish> Sides { get; init; } = [];

    /// <summary>Scheme and host.</summary>
    public string? PublicAddress { get; init; }

    /// <summary>The mail server's address, or <c>none</c>.</summary>
    public string? MailServer { get; init; }

    /// <summary>The sender's address.</summary>
    public string? MailFrom { get; init; }

    public bool TakesMailServerAway => MailServer == None;

    /// <summary>Reads what was typed.</summary>
    /// <returns>The wish, and everything that cannot stand in a sentence each.</returns>
    public static (SetupWish Wish, IReadOnlyList<string> Faults) Read(SetupAnswers answers, SiteLanguages languages)
    {
        var faults = new List<string>();
        var offered = answers.Languages.SelectMany(item => item.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)).ToList();
        faults.AddRange(offered.Where(code => languages.Find(code) is null).Select(code => $"There is no language «{code}»; there are {string.Join(", ", languages.All.Select(language => language.Code))}."));
        var wish = new SetupWish
        {
            Admin = Blank(answers.Admin),
            Name = ReadNames(answers.Names, "--name", languages, faults),
            Languages = [.. offered.Select(code => languages.Find(code)?.Code).OfType<string>().Distinct(StringComparer.Ordinal)],
            Sides = [.. answers.Sides.Select(side => ReadSide(side, languages, faults)).OfType<SideWish>()],
            PublicAddress = ReadAddress(Blank(answers.PublicAddress), faults),
            MailServer = Blank(answers.MailServer),
            MailFrom = Blank(answers.MailFrom),
        };
        if (wish.MailServer is { } server && !wish.TakesMailServerAway && MailSettings.Parse(server) is null)
            faults.Add("The mail server is written as smtps://user:password@host:465 or smtp://host:587; «none» takes it away.");
        if (wish.Admin is { } admin && (!MailAddress.TryCreate(admin, out var person) || person.Address != admin)) faults.Add($"--admin: «{admin}» is no mail address.");
        if (wish.MailFrom is { } from && (!MailAddress.TryCreate(from, out var address) || address.Address != from)) faults.Add($"«{from}» is no mail address.");
        return (wish, faults);
    }

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private static string? ReadAddress(string? text, List<string> faults)
    {
        if (text is null) return null;
        if (SiteSettings.AddressOf(text) is { } address) return address;
        faults.Add($"«{text}» is no public address; it is scheme and host alone, such as https://association.example.");
        return null;
    }

    private static SideWish? ReadSide(string text, SiteLanguages languages, List<string> faults)
    {
        var parts = text.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var code = parts.Length > 0 ? parts[0] : "";
        if (code.Length is < 2 or > 8 || !code.All(char.IsAsciiLetterUpper) || parts.Length < 2)
        {
            faults.Add($"«{text}» is no side; it is written as \"CN;en=Chinese side;zh=中方\", the code in 2 to 8 capitals.");
            return null;
        }

        return new SideWish(code, ReadNames(parts[1..], $"--side {code}", languages, faults));
    }

    private static LocalizedText ReadNames(IEnumerable<string> names, string option, SiteLanguages languages, List<string> faults)
    {
        var text = LocalizedText.Empty;
        foreach (var name in names)
        {
            var at = name.IndexOf('=', StringComparison.Ordinal);
            if (at > 0 && languages.Find(name[..at].Trim()) is { } language && name[(at + 1)..].Trim() is { Length: > 0 } value) text = text.With(language.Code, value);
            else faults.Add($"{option}: «{name}» is not written as en=Name, with a language of the site.");
        }

        return text;
    }
}

/// <summary>What was typed, as options or in answer to questions.</summary>
internal sealed record SetupAnswers
{
    public string? Admin { get; init; }

    public IReadOnlyList<string> Names { get; init; } = [];

    public IReadOnlyList<string> Languages { get; init; } = [];

    public IReadOnlyList<string> Sides { get; init; } = [];

    public string? PublicAddress { get; init; }

    public string? MailServer { get; init; }

    public string? MailFrom { get; init; }

    /// <summary>True when nothing was typed at all.</summary>
    public bool IsEmpty => Admin is null && PublicAddress is null && MailServer is null && MailFrom is null && Names.Count + Languages.Count + Sides.Count == 0;
}
