using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rotunda.Data;
using Rotunda.Data.Audit;
using Rotunda.Data.Values;
using Rotunda.Modules.Alliance.Association;
using Rotunda.Modules.Alliance.Institutions;
using Rotunda.Modules.Alliance.Memberships;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Cache;
using Rotunda.Modules.Shared.Languages;
using Rotunda.Modules.Shared.Mail;
using Rotunda.Text;

namespace Rotunda.Modules.Alliance.Applications;

/// <summary>What the permanent secretariats do with an application: ask, turn their keys, admit.</summary>
public sealed partial class ReviewOperations(
    RotundaDb db, SiteLanguages languages, Permissions permissions, MailQueue mail, AuditTrail audit, Publication publication, IClock clock)
{
    /// <summary>Asks the applicant something in the name of a side.</summary>
    public async Task<Outcome> AskAsync(Viewer viewer, Guid id, int version, string sideCode, string text, CancellationToken cancellationToken)
    {
        var (refusal, application, side) = await LoadAsync(viewer, id, version, sideCode, cancellationToken);
        if (refusal is not null) return refusal;
        if (!application.IsOpen) return Closed();
        var question = TextCleaning.Clean(text, lines: true);
        if (FaultOf("Question", question, "application.fault.question") is { } fault) return new Outcome.Invalid([fault]);
        if (application.Messages.Count >= ApplicationRules.MostMessages) return new Outcome.Invalid([new FieldFault("Question", "apply.fault.messages")]);
        db.Add(new ApplicationMessage { Id = RowId.New(), ApplicationId = id, At = clock.GetCurrentInstant(), SideCode = sideCode, Text = question });
        db.Entry(application).State = EntityState.Modified;
        mail.Add(db, ApplicationTexts.Step(application, languages, texts => [texts.Format("apply.mail.question", ("secretariat", ApplicationTexts.SecretariatOf(side.Name, texts))), question]));
        audit.Record(db, viewer, "application.ask", ApplicantOperations.SubjectKind, id.ToString(), [new FieldChange("side", null, sideCode)]);
        return await SaveAsync(cancellationToken);
    }

    /// <summary>Turns the key of a side. The last consent admits an observer; a full member then waits for a resolution. An objection closes the application.</summary>
    public async Task<Outcome> TurnKeyAsync(Viewer viewer, Guid id, int version, string sideCode, bool consents, string reason, CancellationToken cancellationToken)
    {
        var (refusal, application, side) = await LoadAsync(viewer, id, version, sideCode, cancellationToken);
        if (refusal is not null) return refusal;
        // A key belongs to a person: the program itself has none
        if (viewer.AccountId is not { } account) return new Outcome.Refused();
        if (application.State != ApplicationState.Review) return Closed();
        if (application.Keys.Exists(key => key.SideCode == sideCode)) return Fault("application.fault.side-turned");
        if (application.Keys.Exists(key => key.AccountId == account)) return Fault("application.fault.same-account");
        var why = TextCleaning.Clean(reason, lines: true);
        if (!consents && FaultOf("Reason", why, "application.fault.objection") is { } fault) return new Outcome.Invalid([fault]);
        if (why.Length > ApplicationRules.LongestText) return new Outcome.Invalid([TooLong("Reason")]);

        var now = clock.GetCurrentInstant();
        application.Keys.Add(new ApplicationKey
        {
            Id = RowId.New(), ApplicationId = id, SideCode = sideCode, AccountId = account, AccountName = viewer.Name, IsConsent = consents, Reason = why.Length == 0 ? null : why, At = now,
        });
        db.Entry(application).State = EntityState.Modified;
        if (!consents) (application.State, application.ClosedAt) = (ApplicationState.Refused, now);
        var sides = await db.Set<Side>().Select(row => row.Code).ToListAsync(cancellationToken);
        var isAgreed = consents && sides.TrueForAll(code => application.Keys.Exists(key => key.SideCode == code && key.IsConsent));
        if (isAgreed) application.State = ApplicationState.Agreed;
        audit.Record(db, viewer, consents ? "application.consent" : "application.object", ApplicantOperations.SubjectKind, id.ToString(), [new FieldChange("side", null, sideCode)]);
        if (isAgreed && application.Wish == MembershipStatus.Observer)
        {
            var day = now.InZone(DateTimeZoneProviders.Tzdb[application.Zone]).Date;
            var ground = new Citation(string.Create(CultureInfo.InvariantCulture, $"Consent of both permanent secretariats, {day:uuuu-MM-dd}"), Confidence.High);
            if (await AdmitAsync(viewer, application, day, ground, cancellationToken) is { } faults) return faults;
        }

        mail.Add(db, ApplicationTexts.Step(application, languages, texts =>
        {
            var secretariat = ApplicationTexts.SecretariatOf(side.Name, texts);
            return consents ? [texts.Format("apply.mail.consent", ("secretariat", secretariat))] : [texts.Format("apply.mail.objection", ("secretariat", secretariat)), why];
        }));
        return await SaveAsync(cancellationToken);
    }

    /// <summary>Says in the name of a side which entry of the registry the institution has, or which code it will get. Keys that were turned for another entry are taken back, for a reason that the other side reads.</summary>
    public async Task<Outcome> SetEntryAsync(Viewer viewer, Guid id, int version, string sideCode, string code, string reason, CancellationToken cancellationToken)
    {
        var (refusal, application, _) = await LoadAsync(viewer, id, version, sideCode, cancellationToken);
        if (refusal is not null) return refusal;
        if (!application.IsOpen) return Closed();
        var cleaned = TextCleaning.Clean(code).ToLowerInvariant();
        if (!Code().IsMatch(cleaned)) return new Outcome.Invalid([new FieldFault("Code", "application.fault.code")]);
        var why = TextCleaning.Clean(reason, lines: true);
        // Two keys agree on one entry: whoever names another one asks both sides anew, and says why
        var takesBack = application.InstitutionCode != cleaned && application.Keys.Count > 0;
        if (takesBack && FaultOf("EntryReason", why, "application.fault.entry-reason") is { } fault) return new Outcome.Invalid([fault]);
        var change = new FieldChange("institution", application.InstitutionCode, cleaned);
        if (takesBack)
        {
            audit.Record(db, viewer, "application.entry", ApplicantOperations.SubjectKind, id.ToString(), [change, .. application.Keys.Select(key => new FieldChange("side", key.SideCode, null))], note: why);
            application.Keys.Clear();
            (application.State, application.TakenBackAt, application.TakenBackBySide, application.TakenBackReason) = (ApplicationState.Review, clock.GetCurrentInstant(), sideCode, why);
        }
        else
        {
            audit.Record(db, viewer, "application.entry", ApplicantOperations.SubjectKind, id.ToString(), [change]);
        }

        application.InstitutionCode = cleaned;
        db.Entry(application).State = EntityState.Modified;
        return await SaveAsync(cancellationToken);
    }

    /// <summary>Admits a full member on a resolution. The membership begins on the day given; an observer's ends the day before.</summary>
    public async Task<Outcome> AdmitFullAsync(Viewer viewer, Guid id, int version, PartialDate from, Citation ground, CancellationToken cancellationToken)
    {
        var (refusal, application, _) = await LoadAsync(viewer, id, version, null, cancellationToken);
        if (refusal is not null) return refusal;
        if (application.State != ApplicationState.Agreed) return new Outcome.Invalid([new FieldFault("", "application.fault.keys")]);
        if (ground.Resolution is null) return new Outcome.Invalid([new FieldFault("Ground.Resolution", "application.fault.resolution")]);
        if (from.Start?.Precision != DatePrecision.Day || from.End is not null) return new Outcome.Invalid([new FieldFault("From", "application.fault.day")]);
        if (await AdmitAsync(viewer, application, from.Earliest!.Value, ground, cancellationToken) is { } faults) return faults;
        mail.Add(db, ApplicationTexts.Step(application, languages, texts => [texts.Format("apply.mail.admitted", ("number", ground.Resolution))]));
        return await SaveAsync(cancellationToken);
    }

    /// <summary>Puts the institution and its membership into the context; returns what stands against it.</summary>
    private async Task<Outcome?> AdmitAsync(Viewer viewer, MembershipApplication application, LocalDate from, Citation ground, CancellationToken cancellationToken)
    {
        application.InstitutionCode ??= await FreeCodeAsync(application.Domain, cancellationToken);
        var institution = await db.Institutions.Include(row => row.Names).Include(row => row.Memberships).AsSplitQuery()
            .SingleOrDefaultAsync(row => row.Code == application.InstitutionCode, cancellationToken);
        if (institution is null)
        {
            institution = new Institution
            {
                Id = RowId.New(), Code = application.InstitutionCode, SideCode = application.SideCode, Country = application.Country, Zone = application.Zone,
                City = application.City, Domain = application.Domain, RorId = application.RorId, Citations = [ground],
            };
            foreach (var code in application.Name.Languages)
                if (languages.Find(code) is { } language) institution.SetName(language, application.Name[code]!, ground);
            db.Add(institution);
            audit.Record(db, viewer, "institution.add", InstitutionOperations.SubjectKind, institution.Id.ToString(), [.. application.Name.Languages.Select(code => new FieldChange("name." + code, null, application.Name[code]))], ground);
        }
        else if (institution.SideCode != application.SideCode)
        {
            return Fault("application.fault.other-side");
        }

        var observer = institution.Memberships.Find(membership => membership is { Status: MembershipStatus.Observer, To: null });
        if (observer is not null && application.Wish == MembershipStatus.Full)
        {
            if (observer.From.Latest >= from) return new Outcome.Invalid([new FieldFault("From", "fault.end-before-begin")]);
            observer.To = PartialDate.On(from.PlusDays(-1));
            observer.Citations = [.. observer.Citations, ground];
            audit.Record(db, viewer, "membership.edit", InstitutionOperations.SubjectKind, institution.Id.ToString(), [new FieldChange("to", null, observer.To.ToString())], ground);
        }

        var membership = new Membership { Id = RowId.New(), InstitutionId = institution.Id, Status = application.Wish, From = PartialDate.On(from), Citations = [ground] };
        if (MembershipOverlap.With(membership, institution.Memberships) is not null) return Fault("fault.overlap");
        db.Add(membership);
        FieldChange[] changes = [new FieldChange("status", null, membership.Status.ToString().ToLowerInvariant()), new FieldChange("from", null, membership.From.ToString())];
        audit.Record(db, viewer, "membership.add", MembershipOperations.SubjectKind, membership.Id.ToString(), changes, ground);
        audit.Record(db, viewer, "membership.add", InstitutionOperations.SubjectKind, institution.Id.ToString(), changes, ground);
        audit.Record(db, viewer, "application.admit", ApplicantOperations.SubjectKind, application.Id.ToString(), [new FieldChange("institution", null, institution.Code)], ground);
        (application.State, application.ClosedAt) = (ApplicationState.Admitted, clock.GetCurrentInstant());
        return null;
    }

    /// <summary>A code that no institution has, from the domain: «upc» for upc.edu.cn.</summary>
    private async Task<string> FreeCodeAsync(string domain, CancellationToken cancellationToken)
    {
        var first = domain.Split('.')[0];
        var label = first.Length > 30 ? first[..30] : first;
        var taken = await db.Institutions.Where(row => row.Code.StartsWith(label)).Select(row => row.Code).ToHashSetAsync(cancellationToken);
        var code = label;
        for (var number = 2; taken.Contains(code); number++) code = string.Create(CultureInfo.InvariantCulture, $"{label}-{number}");
        return code;
    }

    private async Task<(Outcome? Refusal, MembershipApplication Application, Side Side)> LoadAsync(Viewer viewer, Guid id, int version, string? sideCode, CancellationToken cancellationToken)
    {
        var may = sideCode is null ? permissions.MaySomewhere(viewer, AllianceActs.TurnKey) : permissions.May(viewer, AllianceActs.TurnKey, AllianceActs.ScopeOfSide(sideCode));
        if (!may) return (new Outcome.Refused(), null!, null!);
        var application = await db.Applications.Include(row => row.Keys).Include(row => row.Messages).AsSplitQuery()
            .SingleOrDefaultAsync(row => row.Id == id && row.State != ApplicationState.Unconfirmed, cancellationToken);
        if (application is null) return (new Outcome.Missing(), null!, null!);
        if (application.Version != version) return (new Outcome.Conflict(), null!, null!);
        var wanted = sideCode ?? application.SideCode;
        return await db.Set<Side>().SingleOrDefaultAsync(row => row.Code == wanted, cancellationToken) is { } side ? (null, application, side) : (new Outcome.Missing(), null!, null!);
    }

    private Task<Outcome> SaveAsync(CancellationToken cancellationToken) => publication.TrySaveAsync(db, new Outcome.Conflict(), cancellationToken);

    private static Outcome.Invalid Closed() => Fault("application.fault.closed");

    private static Outcome.Invalid Fault(string key) => new([new FieldFault("", key)]);

    private static FieldFault? FaultOf(string field, string text, string emptyKey) =>
        !text.Any(char.IsLetterOrDigit) ? new FieldFault(field, emptyKey) : text.Length > ApplicationRules.LongestText ? TooLong(field) : null;

    private static FieldFault TooLong(string field) => new(field, "fault.too-long", ApplicationRules.LongestText.ToString(CultureInfo.InvariantCulture));

    [GeneratedRegex("^[a-z0-9][a-z0-9-]{0,39}$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Code();
}
