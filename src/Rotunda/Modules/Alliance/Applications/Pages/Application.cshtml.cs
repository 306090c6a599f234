using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.EntityFrameworkCore;
using Rotunda.Data;
using Rotunda.Modules.Alliance.Association;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Cache;
using Rotunda.Modules.Shared.Web;

namespace Rotunda.Modules.Alliance.Applications.Pages;

/// <summary>An application for whoever has its link: the state, and what the applicant may do.</summary>
[Public]
[NeverCached]
[EnableRateLimiting(ApplicationParts.Limit)]
[RequestSizeLimit(ApplicationRules.LargestForm)]
[RequestFormLimits(MultipartBodyLengthLimit = ApplicationRules.LargestForm)]
public sealed class ApplicationModel(RotundaDb db, ApplicantOperations operations) : FormPage
{
    public MembershipApplication Application { get; private set; } = null!;

    public IReadOnlyList<Side> Sides { get; private set; } = [];

    public string Text { get; private set; } = "";

    public bool IsSaved { get; private set; }

    public async Task<IActionResult> OnGetAsync(string? token, bool saved, CancellationToken cancellationToken)
    {
        IsSaved = saved;
        return await LoadAsync(token, cancellationToken) ? Page() : NotFound();
    }

    public async Task<IActionResult> OnPostConfirmAsync(string? token, CancellationToken cancellationToken) =>
        await AfterAsync(token, await operations.ConfirmAsync(token, cancellationToken), cancellationToken);

    public async Task<IActionResult> OnPostWithdrawAsync(string? token, CancellationToken cancellationToken) =>
        await AfterAsync(token, await operations.WithdrawAsync(token, cancellationToken), cancellationToken);

    public async Task<IActionResult> OnPostAnswerAsync(string? token, string? text, List<IFormFile>? documents, CancellationToken cancellationToken)
    {
        Text = text ?? "";
        return await AfterAsync(token, await operations.AnswerAsync(token, Text, documents ?? [], cancellationToken), cancellationToken);
    }

    private async Task<IActionResult> AfterAsync(string? token, Outcome outcome, CancellationToken cancellationToken)
    {
        if (outcome is Outcome.Done) return Redirect(Reader.To($"/apply/{token}?saved=true"));
        db.ChangeTracker.Clear();
        if (!await LoadAsync(token, cancellationToken)) return NotFound();
        return outcome is Outcome.Invalid invalid ? Show(invalid.Faults) : ShowConflict();
    }

    private async Task<bool> LoadAsync(string? token, CancellationToken cancellationToken)
    {
        if (await operations.FindAsync(token, cancellationToken) is not { } application) return false;
        (Application, Title, IsUnlisted) = (application, T["apply.state-title"], true);
        Sides = await db.Set<Side>().AsNoTracking().OrderBy(side => side.Order).ToListAsync(cancellationToken);
        return true;
    }
}
