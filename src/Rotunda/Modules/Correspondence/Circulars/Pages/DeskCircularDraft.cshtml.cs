using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rotunda.Data;
using Rotunda.Data.Values;
using Rotunda.Modules.Alliance.Association;
using Rotunda.Modules.Alliance.Bodies;
using Rotunda.Modules.Alliance.Institutions;
using Rotunda.Modules.Media.Files;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Cache;
using Rotunda.Modules.Shared.Languages;
using Rotunda.Modules.Shared.Parts;
using Rotunda.Modules.Shared.Web;

namespace Rotunda.Modules.Correspondence.Circulars.Pages;

/// <summary>Writes a draft.</summary>
[Requires(CorrespondenceActs.SendName)]
[NeverCached]
[RequestSizeLimit(CircularLimits.LargestForm)]
public sealed class DeskCircularDraftModel(CircularDrafts drafts, CircularQueries circulars, RotundaDb db, SiteLanguages languages) : FormPage
{
    private Circular? _stored;

    public IReadOnlyList<Language> Languages => languages.All;

    public IReadOnlyList<string> ReceivingRoles => drafts.ReceivingRoles;

    public CircularWish Wish { get; private set; } = new();

    public int Version { get; private set; }

    public IReadOnlyList<CircularFile> Files => _stored?.Files ?? [];

    public IReadOnlyList<Side> Sides { get; private set; } = [];

    public IReadOnlyList<Body> Bodies { get; private set; } = [];

    public IReadOnlyList<Institution> Institutions { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(string? id, CancellationToken cancellationToken)
    {
        if (!await LoadAsync(id, cancellationToken)) return NotFound();
        if (_stored is { SentAt: not null }) return Redirect(Reader.To("/desk/circulars/" + id));
        Wish = _stored is null ? new CircularWish { Zone = Reader.Zone?.Id ?? "Asia/Shanghai", DueTime = "18:00", AnswerKind = AnswerKind.YesNo } : WishOf(_stored);
        Version = _stored?.Version ?? 0;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string? id, int version, CancellationToken cancellationToken)
    {
        if (!await LoadAsync(id, cancellationToken)) return NotFound();
        Wish = WishOf(Request.Form);
        Version = _stored?.Version ?? 0;
        var (outcome, saved) = await drafts.SaveAsync(Reader.Viewer, _stored?.Id, version, Wish, cancellationToken);
        return outcome switch
        {
            Outcome.Done => Redirect(Reader.To("/desk/circulars/" + saved)),
            Outcome.Invalid invalid => Show(invalid.Faults),
            Outcome.Conflict when _stored is { SentAt: null } => ShowConflict(),
            Outcome.Conflict => Redirect(Reader.To("/desk/circulars/" + id)),
            _ => NotFound(),
        };
    }

    /// <summary>A text field in one language, with what is stored beside it after a conflict.</summary>
    public FormField FieldOf(string name, string labelKey, Language language, IReadOnlyDictionary<string, string> values, int longest, bool isLong, Func<CircularWish, IReadOnlyDictionary<string, string>> stored)
    {
        var (field, value) = ($"{name}.{language.Code}", values.GetValueOrDefault(language.Code, ""));
        return new FormField(field, T.Format("field.in-language", ("field", T[labelKey]), ("language", language.Name)), value, FaultOf(field))
        {
            MaxLength = longest, IsLong = isLong, Language = language.Tag, Stored = StoredBeside(value, wish => stored(wish).GetValueOrDefault(language.Code, "")),
        };
    }

    /// <summary>A field without a language.</summary>
    public FormField FieldOf(string name, string labelKey, string type, Func<CircularWish, string> value) =>
        new(name, T[labelKey], value(Wish), FaultOf(name)) { Type = type, MaxLength = 64, Stored = StoredBeside(value(Wish), value) };

    private string? StoredBeside(string typed, Func<CircularWish, string> stored) =>
        IsConflict && _stored is not null && stored(WishOf(_stored)) is var now && now != typed ? now : null;

    private async Task<bool> LoadAsync(string? id, CancellationToken cancellationToken)
    {
        if (id is not null && (!Guid.TryParse(id, out var key) || (_stored = await circulars.FindAsync(key, cancellationToken)) is null)) return false;
        Title = T[id is null ? "circular.new" : "circular.edit"];
        Sides = await circulars.SidesAsync(cancellationToken);
        Bodies = await db.Bodies.AsNoTracking().OrderBy(body => body.Order).ToListAsync(cancellationToken);
        Institutions = [.. (await db.Institutions.AsNoTracking().ToListAsync(cancellationToken)).OrderBy(row => row.NameFor(Reader.Language).Text, StringComparer.Create(Reader.Language.Culture, ignoreCase: true))];
        return true;
    }

    private CircularWish WishOf(IFormCollection form)
    {
        var audience = Enum.TryParse<Audience>(form["Audience"], out var chosen) && Enum.IsDefined(chosen) ? chosen : Audience.Body;
        return new CircularWish
        {
            Subject = ByLanguage(form, "Subject"),
            Text = ByLanguage(form, "Text"),
            Audience = audience,
            Codes = [.. (audience switch { Audience.Body => form["Body"], Audience.Side => form["Side"], _ => form["Institutions"] }).OfType<string>().Where(code => code.Length > 0)],
            Role = form["Role"].ToString(),
            AnswerKind = Enum.TryParse<AnswerKind>(form["AnswerKind"], out var kind) && Enum.IsDefined(kind) ? kind : AnswerKind.None,
            Options = ByLanguage(form, "Options"),
            DueDay = form["DueDay"].ToString(),
            DueTime = form["DueTime"].ToString(),
            Zone = form["Zone"].ToString().Trim(),
            TakesLateAnswers = form["TakesLateAnswers"] == "true",
            NewFiles = [.. form.Files.GetFiles("Files").Select(SentFile.Of).OfType<SentFile>()],
            DroppedFiles = [.. form["Drop"].Select(text => Guid.TryParse(text, out var file) ? file : Guid.Empty)],
        };
    }

    private Dictionary<string, string> ByLanguage(IFormCollection form, string name) =>
        languages.All.ToDictionary(language => language.Code, language => form[$"{name}.{language.Code}"].ToString(), StringComparer.Ordinal);

    private CircularWish WishOf(Circular circular)
    {
        var due = circular.DueAt is { } at && DateTimeZoneProviders.Tzdb.GetZoneOrNull(circular.Zone) is { } zone ? at.InZone(zone).LocalDateTime : (LocalDateTime?)null;
        return new CircularWish
        {
            Subject = languages.All.ToDictionary(language => language.Code, language => circular.Subject[language.Code] ?? "", StringComparer.Ordinal),
            Text = languages.All.ToDictionary(language => language.Code, language => circular.Text[language.Code] ?? "", StringComparer.Ordinal),
            Options = languages.All.ToDictionary(language => language.Code, language => string.Join('\n', circular.Options.Select(option => option[language.Code] ?? "")).Trim('\n'), StringComparer.Ordinal),
            Audience = circular.Audience,
            Codes = circular.AudienceCodes,
            Role = circular.Role,
            AnswerKind = circular.AnswerKind,
            DueDay = due?.Date.ToString("uuuu-MM-dd", CultureInfo.InvariantCulture) ?? "",
            DueTime = due?.TimeOfDay.ToString("HH:mm", CultureInfo.InvariantCulture) ?? "",
            Zone = circular.Zone,
            TakesLateAnswers = circular.TakesLateAnswers,
        };
    }
}
