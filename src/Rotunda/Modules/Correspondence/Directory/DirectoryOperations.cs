using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rotunda.Data;
using Rotunda.Data.Audit;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Languages;
using Rotunda.Text;

namespace Rotunda.Modules.Correspondence.Directory;

/// <summary>An entry as its holder fills it in. A field may be shown only with its consent; without it, nothing of the field is kept.</summary>
public sealed record ContactWish(string Phone, bool ShowsPhone, bool ShowsMail, string Messenger, string MessengerId, bool ShowsMessenger, IReadOnlyList<string> Languages, bool ShowsLanguages, bool ShowsZone);

/// <summary>The only code that writes entries of the directory; everyone writes only the own one.</summary>
public sealed class DirectoryOperations(RotundaDb db, Permissions permissions, SiteLanguages languages, AuditTrail audit, WorkSignal signal, IClock clock)
{
    private const int LongestPhone = 40;
    private const int LongestMessengerId = 100;

    /// <summary>The fields of the audit trail, which says what is shown and never what it says.</summary>
    internal static IReadOnlyList<(string Field, string TextKey)> Audited { get; } =
    [
        ("contact-phone", "directory.phone"), ("contact-mail", "circular.email"), ("contact-messenger", "directory.messenger"), ("contact-languages", "directory.languages"),
        ("contact-zone", "field.zone"),
    ];

    /// <summary>Makes, changes or confirms the own entry.</summary>
    public async Task<Outcome> SaveAsync(Viewer viewer, int version, ContactWish wish, CancellationToken cancellationToken)
    {
        if (viewer.AccountId is not { } account || !permissions.MaySomewhere(viewer, CorrespondenceActs.ReadDirectory)) return new Outcome.Refused();
        var contact = await db.OfficerContacts.SingleOrDefaultAsync(row => row.AccountId == account, cancellationToken);
        if ((contact?.Version ?? 0) != version) return new Outcome.Conflict();
        var (phone, messengerId) = (TextCleaning.Clean(wish.Phone), TextCleaning.Clean(wish.MessengerId));
        var faults = new List<FieldFault>();
        if (wish.ShowsPhone && (phone.Length > LongestPhone || phone.Count(char.IsAsciiDigit) < 5 || !phone.All(letter => char.IsAsciiDigit(letter) || "+ ()-.#*/extдобвн,转".Contains(letter, StringComparison.Ordinal))))
            faults.Add(new FieldFault("Phone", "fault.phone"));
        if (wish.ShowsMessenger && !OfficerContact.Messengers.Contains(wish.Messenger)) faults.Add(new FieldFault("Messenger", "fault.messenger"));
        if (wish.ShowsMessenger && messengerId.Length is 0 or > LongestMessengerId) faults.Add(new FieldFault("MessengerId", "fault.messenger-id"));
        if (faults.Count > 0) return new Outcome.Invalid(faults);

        var before = ShownIn(contact);
        if (contact is null) db.Add(contact = new OfficerContact { Id = RowId.New(), AccountId = account });
        contact.Phone = wish.ShowsPhone ? phone : null;
        contact.ShowsMail = wish.ShowsMail;
        (contact.Messenger, contact.MessengerId) = wish.ShowsMessenger ? (wish.Messenger, messengerId) : (null, null);
        contact.Languages = wish.ShowsLanguages ? [.. languages.All.Select(language => language.Code).Where(wish.Languages.Contains)] : [];
        (contact.ShowsZone, contact.ConfirmedAt) = (wish.ShowsZone, clock.GetCurrentInstant());
        var after = ShownIn(contact);
        var changes = Audited.Where(field => before.Contains(field.Field) != after.Contains(field.Field))
            .Select(field => new FieldChange(field.Field, before.Contains(field.Field) ? "+" : null, after.Contains(field.Field) ? "+" : null)).ToList();
        audit.Record(db, viewer, "contact.consent", "contact", contact.Id.ToString(), changes);
        return await StoreAsync(cancellationToken);
    }

    /// <summary>Withdraws every consent: the entry is gone.</summary>
    public async Task<Outcome> WithdrawAsync(Viewer viewer, CancellationToken cancellationToken)
    {
        if (await db.OfficerContacts.SingleOrDefaultAsync(row => row.AccountId == viewer.AccountId, cancellationToken) is not { } contact) return new Outcome.Missing();
        db.Remove(contact);
        audit.Record(db, viewer, "contact.withdraw", "contact", contact.Id.ToString());
        return await StoreAsync(cancellationToken);
    }

    private static HashSet<string> ShownIn(OfficerContact? contact)
    {
        var shown = new HashSet<string>(StringComparer.Ordinal);
        if (contact?.Phone is not null) shown.Add("contact-phone");
        if (contact?.ShowsMail is true) shown.Add("contact-mail");
        if (contact?.MessengerId is not null) shown.Add("contact-messenger");
        if (contact?.Languages.Count > 0) shown.Add("contact-languages");
        if (contact?.ShowsZone is true) shown.Add("contact-zone");
        return shown;
    }

    private Task<Outcome> StoreAsync(CancellationToken cancellationToken) => db.TrySaveAsync(signal, new Outcome.Conflict(), cancellationToken);
}
