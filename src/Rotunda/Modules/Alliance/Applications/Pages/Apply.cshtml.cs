using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.EntityFrameworkCore;
using Rotunda.Data;
using Rotunda.Modules.Accounts.Recovery;
using Rotunda.Modules.Alliance.Association;
using Rotunda.Modules.Alliance.Institutions;
using Rotunda.Modules.Alliance.Memberships;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Cache;
using Rotunda.Modules.Shared.Parts;
using Rotunda.Modules.Shared.Web;

namespace Rotunda.Modules.Alliance.Applications.Pages;

/// <summary>What membership means, and the form by which an institution applies.</summary>
[Public]
[NeverCached]
[EnableRateLimiting(ApplicationParts.Limit)]
[RequestSizeLimit(ApplicationRules.LargestForm)]
[RequestFormLimits(MultipartBodyLengthLimit = ApplicationRules.LargestForm)]
public sealed class ApplyModel(RotundaDb db, ApplicantOperations operations, InstitutionFields fields, FormStamp stamp, MailedLinks links) : FormPage
{
    private IReadOnlyDictionary<string, string> _typed = new Dictionary<string, string>();

    public IReadOnlyList<Side> Sides { get; private set; } = [];

    public IEnumerable<InstitutionField> Fields => fields.All.Where(ApplicantOperations.IsAsked);

    public bool IsSent { get; private set; }

    /// <summary>When the form was first shown, signed.</summary>
    public string Stamp { get; private set; } = "";

    [BindProperty]
    public string? SideCode { get; set; }

    [BindProperty]
    public string? Country { get; set; }

    [BindProperty]
    public string? Contact { get; set; }

    [BindProperty]
    public string? Email { get; set; }

    [BindProperty]
    public MembershipStatus Wish { get; set; } = MembershipStatus.Observer;

    [BindProperty]
    public string? Reason { get; set; }

    public FormField FieldOf(InstitutionField field) =>
        new(InstitutionLabels.InForm(field), InstitutionLabels.Of(field, T), _typed.GetValueOrDefault(field.Name) ?? "", FaultOf(InstitutionLabels.InForm(field)))
        {
            MaxLength = field.MaxLength, Language = field.Language?.Tag, Hint = HintOf(field.Name),
        };

    public async Task OnGetAsync(bool sent, CancellationToken cancellationToken)
    {
        IsSent = sent;
        Stamp = stamp.Make();
        await PrepareAsync(cancellationToken);
    }

    public async Task<IActionResult> OnPostAsync(string? stamped, List<IFormFile>? documents, CancellationToken cancellationToken)
    {
        await PrepareAsync(cancellationToken);
        _typed = InstitutionLabels.ValuesOf(Request.Form, fields);
        Stamp = stamped ?? "";
        if (!stamp.IsGood(stamped))
        {
            Stamp = stamp.Make();
            return Show([new FieldFault("", "apply.fault.stamp")]);
        }

        var wish = new ApplicationWish(Reader.Language.Code, _typed, SideCode ?? "", Country ?? "", Contact ?? "", Email ?? "", Wish, Reason ?? "");
        if (await links.BaseAsync(cancellationToken) is not { } address) return Show([MailedLinks.NoAddress]);
        var outcome = await operations.SendAsync(wish, documents ?? [], path => ValueTask.FromResult(address + path), cancellationToken);
        return outcome switch
        {
            Outcome.Done => Redirect(Reader.To("/apply?sent=true")),
            Outcome.Invalid invalid => Show(InstitutionLabels.InForm(invalid.Faults, fields)),
            _ => ShowConflict(),
        };
    }

    private string? HintOf(string field) => field switch
    {
        "zone" => T["apply.hint.zone"],
        "domain" => T["apply.hint.domain"],
        "ror" => T["apply.hint.ror"],
        _ => null,
    };

    private async Task PrepareAsync(CancellationToken cancellationToken)
    {
        (Title, Description) = (T["apply.title"], T["apply.deck"]);
        Walk(new Crumb(Title, null));
        Sides = await db.Set<Side>().AsNoTracking().OrderBy(side => side.Order).ToListAsync(cancellationToken);
    }
}
