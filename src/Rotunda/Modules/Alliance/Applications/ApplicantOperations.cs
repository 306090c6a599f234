using System.Globalization;
using System.Net.Mail;
using System.Security.Cryptography;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using NodaTime.TimeZones;
using Rotunda.Data;
using Rotunda.Data.Audit;
using Rotunda.Data.Files;
using Rotunda.Modules.Alliance.Institutions;
using Rotunda.Modules.Alliance.Memberships;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Languages;
using Rotunda.Modules.Shared.Mail;
using Rotunda.Text;

namespace Rotunda.Modules.Alliance.Applications;

/// <summary>An application as the public form has it.</summary>
/// <param name="LanguageCode">The language of the page.</param>
/// <param name="Fields">Values by the names of <see cref="InstitutionFields"/>: names, cities, zone, domain, ROR id.</param>
/// <param name="SideCode">The side to which the institution would belong.</param>
/// <param name="Country">ISO 3166-1 alpha-2.</param>
/// <param name="Contact">Who speaks for the institution.</param>
/// <param name="Email">Where the link is sent.</param>
/// <param name="Wish">Full or observer.</param>
/// <param name="Reason">Why.</param>
public sealed record ApplicationWish(
    string LanguageCode, IReadOnlyDictionary<string, string> Fields, string SideCode, string Country, string Contact, string Email, MembershipStatus Wish, string Reason);

/// <summary>What an applicant does: send, confirm, answer, add documents, withdraw. Whoever has the link speaks for the institution.</summary>
public sealed class ApplicantOperations(
    RotundaDb db, InstitutionFields fields, SiteLanguages languages, FileStore files, MailQueue mail, AuditTrail audit, WorkSignal signal, IClock clock)
{
    public const string SubjectKind = "application";

    private const int TokenBytes = 16;

    private static readonly HashSet<string> Countries = [.. TzdbDateTimeZoneSource.Default.ZoneLocations!.Select(location => location.CountryCode)];

    /// <summary>Keeps an application until its mail address is confirmed, and sends the link there and nowhere else.</summary>
    /// <param name="wish">What was typed.</param>
    /// <param name="documents">PDF files, by content.</param>
    /// <param name="absolute">Makes an address of the site out of a path.</param>
    /// <param name="cancellationToken">Cancels before the commit.</param>
    public async Task<Outcome> SendAsync(ApplicationWish wish, IReadOnlyList<IFormFile> documents, Func<string, ValueTask<string>> absolute, CancellationToken cancellationToken)
    {
        var faults = new List<FieldFault>();
        var draft = Draft(wish, faults);
        if (!await db.Set<Association.Side>().AnyAsync(side => side.Code == wish.SideCode, cancellationToken)) faults.Add(new FieldFault("SideCode", "apply.fault.side"));
        var (contact, email, reason) = (TextCleaning.Clean(wish.Contact), TextCleaning.Clean(wish.Email), TextCleaning.Clean(wish.Reason, lines: true));
        if (contact.Length is 0 or > 200 || !contact.Any(char.IsLetter)) faults.Add(new FieldFault("Contact", "fault.name"));
        if (email.Length > 256 || !MailAddress.TryCreate(email, out var address) || address.Address != email) faults.Add(new FieldFault("Email", "fault.email"));
        if (wish.Wish is not (MembershipStatus.Full or MembershipStatus.Observer)) faults.Add(new FieldFault("Wish", "apply.fault.wish"));
        CheckText("Reason", reason, "apply.fault.reason", faults);
        await CheckFilesAsync(documents, held: 0, faults, cancellationToken);
        if (faults.Count > 0) return new Outcome.Invalid(faults);

        var now = clock.GetCurrentInstant();
        var since = now - ApplicationRules.Confirmation;
        if (await db.Applications.CountAsync(row => row.Email == email && row.State == ApplicationState.Unconfirmed && row.SentAt > since, cancellationToken) >= ApplicationRules.MostUnconfirmed)
            return new Outcome.Invalid([new FieldFault("Email", "apply.fault.many")]);
        var token = RandomNumberGenerator.GetBytes(TokenBytes);
        var application = new MembershipApplication
        {
            Id = RowId.New(),
            TokenHash = SHA256.HashData(token),
            LanguageCode = wish.LanguageCode,
            Name = draft.Name,
            SideCode = wish.SideCode,
            City = draft.City,
            Country = draft.Country,
            Zone = draft.Zone,
            Domain = draft.Domain ?? "",
            RorId = draft.RorId,
            ContactName = contact,
            Email = email,
            Wish = wish.Wish,
            Reason = reason,
            SentAt = now,
        };
        db.Add(application);
        await AddFilesAsync(application, documents, cancellationToken);
        mail.Add(db, ApplicationTexts.Confirm(application, languages, await absolute($"/{wish.LanguageCode}/apply/{WebEncoders.Base64UrlEncode(token)}")));
        audit.Record(db, Viewer.Anonymous, "application.send", SubjectKind, application.Id.ToString());
        return await SaveAsync(cancellationToken);
    }

    /// <summary>The application behind a link, tracked, with everything that belongs to it; null for a link that is none or has lapsed.</summary>
    public async Task<MembershipApplication?> FindAsync(string? token, CancellationToken cancellationToken)
    {
        if (!TryDecode(token, out var bytes)) return null;
        var hash = SHA256.HashData(bytes);
        var application = await db.Applications.Include(row => row.Keys).Include(row => row.Messages).Include(row => row.Files).AsSplitQuery()
            .SingleOrDefaultAsync(row => row.TokenHash == hash, cancellationToken);
        return application is { State: ApplicationState.Unconfirmed } && application.SentAt + ApplicationRules.Confirmation <= clock.GetCurrentInstant() ? null : application;
    }

    /// <summary>Brings the application before the secretariats. A second confirmation changes nothing.</summary>
    public async Task<Outcome> ConfirmAsync(string? token, CancellationToken cancellationToken)
    {
        if (await FindAsync(token, cancellationToken) is not { } application) return new Outcome.Missing();
        if (application.State != ApplicationState.Unconfirmed) return new Outcome.Done();
        (application.State, application.ConfirmedAt) = (ApplicationState.Review, clock.GetCurrentInstant());
        application.InstitutionCode = await db.Institutions.Where(row => row.Domain == application.Domain || (application.RorId != null && row.RorId == application.RorId))
            .OrderBy(row => row.Code).Select(row => row.Code).FirstOrDefaultAsync(cancellationToken);
        mail.Add(db, ApplicationTexts.Step(application, languages, texts => [texts["apply.mail.received"]]));
        audit.Record(db, Viewer.Anonymous, "application.confirm", SubjectKind, application.Id.ToString());
        return await SaveAsync(cancellationToken);
    }

    /// <summary>Says something to the secretariats, and adds documents; one of the two is given.</summary>
    public async Task<Outcome> AnswerAsync(string? token, string text, IReadOnlyList<IFormFile> documents, CancellationToken cancellationToken)
    {
        if (await FindAsync(token, cancellationToken) is not { } application) return new Outcome.Missing();
        if (!application.IsOpen) return new Outcome.Conflict();
        var faults = new List<FieldFault>();
        var answer = TextCleaning.Clean(text, lines: true);
        if (answer.Length > 0 || documents.Count == 0) CheckText("Text", answer, "apply.fault.answer", faults);
        if (application.Messages.Count >= ApplicationRules.MostMessages) faults.Add(new FieldFault("Text", "apply.fault.messages"));
        await CheckFilesAsync(documents, application.Files.Count, faults, cancellationToken);
        if (faults.Count > 0) return new Outcome.Invalid(faults);
        if (answer.Length > 0) db.Add(new ApplicationMessage { Id = RowId.New(), ApplicationId = application.Id, At = clock.GetCurrentInstant(), Text = answer });
        await AddFilesAsync(application, documents, cancellationToken);
        var names = documents.Select(NameOf).ToList();
        mail.Add(db, ApplicationTexts.Step(application, languages, texts => ApplicationTexts.Receipt(answer, names, texts)));
        // A secretary whose page was open meanwhile reads this before turning a key
        db.Entry(application).State = EntityState.Modified;
        audit.Record(db, Viewer.Anonymous, "application.answer", SubjectKind, application.Id.ToString());
        return await SaveAsync(cancellationToken);
    }

    /// <summary>Takes the application back, also before it is confirmed.</summary>
    public async Task<Outcome> WithdrawAsync(string? token, CancellationToken cancellationToken)
    {
        if (await FindAsync(token, cancellationToken) is not { } application) return new Outcome.Missing();
        if (application.State == ApplicationState.Withdrawn) return new Outcome.Done();
        if (!application.IsOpen && application.State != ApplicationState.Unconfirmed) return new Outcome.Conflict();
        (application.State, application.ClosedAt) = (ApplicationState.Withdrawn, clock.GetCurrentInstant());
        mail.Add(db, ApplicationTexts.Step(application, languages, texts => [texts["apply.mail.withdrawn"]]));
        audit.Record(db, Viewer.Anonymous, "application.withdraw", SubjectKind, application.Id.ToString());
        return await SaveAsync(cancellationToken);
    }

    /// <summary>What was typed as an institution that is not stored: the registry's own rules check it.</summary>
    private Institution Draft(ApplicationWish wish, List<FieldFault> faults)
    {
        var country = TextCleaning.Clean(wish.Country).ToUpperInvariant();
        var draft = new Institution { Id = RowId.New(), Code = "-", SideCode = wish.SideCode, Country = country, Zone = "" };
        foreach (var field in fields.All.Where(IsAsked))
        {
            var value = wish.Fields.GetValueOrDefault(field.Name) ?? "";
            // An empty name of a language is none; that there is one at all is asked below
            if (field.Name.StartsWith("name.", StringComparison.Ordinal) && TextCleaning.Clean(value).Length == 0) continue;
            if (field.Set(draft, field.Name == "domain" ? DomainOf(value) : value) is { } fault) faults.Add(fault);
        }

        if (!Countries.Contains(country)) faults.Add(new FieldFault("Country", "apply.fault.country"));
        if (draft.Name.IsEmpty) faults.Add(new FieldFault("name." + wish.LanguageCode, "apply.fault.institution"));
        if (draft.Domain is null && !faults.Exists(fault => fault.Field == "domain")) faults.Add(new FieldFault("domain", "fault.domain"));
        return draft;
    }

    /// <summary>The fields of an institution that the form asks for.</summary>
    internal static bool IsAsked(InstitutionField field) => field.Name.Split('.')[0] is "name" or "city" or "zone" or "domain" or "ror";

    /// <summary>People paste the address of their home page.</summary>
    private static string DomainOf(string typed)
    {
        var text = TextCleaning.Clean(typed).ToLowerInvariant();
        if (text.Contains("://", StringComparison.Ordinal) && Uri.TryCreate(text, UriKind.Absolute, out var uri)) text = uri.IdnHost;
        return text.StartsWith("www.", StringComparison.Ordinal) ? text[4..].TrimEnd('/') : text.TrimEnd('/');
    }

    private static void CheckText(string field, string text, string emptyKey, List<FieldFault> faults)
    {
        if (!text.Any(char.IsLetterOrDigit)) faults.Add(new FieldFault(field, emptyKey));
        if (text.Length > ApplicationRules.LongestText) faults.Add(new FieldFault(field, "fault.too-long", ApplicationRules.LongestText.ToString(CultureInfo.InvariantCulture)));
    }

    private static async Task CheckFilesAsync(IReadOnlyList<IFormFile> documents, int held, List<FieldFault> faults, CancellationToken cancellationToken)
    {
        if (documents.Count + held > ApplicationRules.MostFiles) faults.Add(new FieldFault("Documents", "apply.fault.files"));
        foreach (var document in documents.Take(ApplicationRules.MostFiles))
        {
            await using var content = document.OpenReadStream();
            if (document.Length > ApplicationRules.LargestFile) faults.Add(new FieldFault("Documents", "apply.fault.file-size", NameOf(document)));
            else if (!await PdfFile.IsItAsync(content, cancellationToken)) faults.Add(new FieldFault("Documents", "apply.fault.file-kind", NameOf(document)));
        }
    }

    private async Task AddFilesAsync(MembershipApplication application, IReadOnlyList<IFormFile> documents, CancellationToken cancellationToken)
    {
        foreach (var document in documents)
        {
            await using var content = document.OpenReadStream();
            var file = await files.PutAsync(db, content, "application/pdf", cancellationToken);
            if (application.Files.Exists(known => known.Hash == file.Hash)) continue;
            application.Files.Add(new ApplicationFile
            {
                Id = RowId.New(), ApplicationId = application.Id, Hash = file.Hash, Name = NameOf(document), Length = file.Length, AddedAt = clock.GetCurrentInstant(),
            });
        }
    }

    /// <summary>The last part of the name, clean, with the ending of what it is.</summary>
    private static string NameOf(IFormFile document)
    {
        var name = new string([.. TextCleaning.Clean(document.FileName.Split('/', '\\')[^1]).Select(letter => char.IsLetterOrDigit(letter) || letter is '.' or '-' or '_' or ' ' ? letter : '-')]).Trim(' ', '.');
        if (name.EndsWith(".pdf", StringComparison.OrdinalIgnoreCase)) name = name[..^4];
        if (name.Length == 0) name = "document";
        var most = ApplicationRules.LongestFileName - 4;
        return (name.Length > most ? name[..most] : name) + ".pdf";
    }

    private Task<Outcome> SaveAsync(CancellationToken cancellationToken) => db.TrySaveAsync(signal, new Outcome.Conflict(), cancellationToken);

    /// <remarks>A blank part of an address is bound as null.</remarks>
    private static bool TryDecode(string? token, out byte[] bytes)
    {
        try
        {
            bytes = token is { Length: <= 64 } ? WebEncoders.Base64UrlDecode(token) : [];
        }
        catch (FormatException)
        {
            bytes = [];
        }

        return bytes.Length == TokenBytes;
    }
}
