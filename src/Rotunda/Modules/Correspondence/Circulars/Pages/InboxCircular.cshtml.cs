using Microsoft.AspNetCore.Mvc;
using NodaTime;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Cache;

namespace Rotunda.Modules.Correspondence.Circulars.Pages;

/// <summary>A circular on the desk of whoever answers for the institution that received it; for everyone else there is none.</summary>
[Requires(RequiresAttribute.SignedIn)]
[NeverCached]
[RequestSizeLimit(CircularLimits.LargestFile + (1024 * 1024))]
public sealed class InboxCircularModel(AnswerOperations answers, IClock clock) : AnswerPage(answers, clock)
{
    private readonly AnswerOperations _answers = answers;

    public override string PathOf(Guid id, string hash, string name) => $"/media/{hash}/{Uri.EscapeDataString(name)}";

    public async Task<IActionResult> OnGetAsync(Guid id, bool stored, CancellationToken cancellationToken) =>
        await _answers.FindAsync(Reader, id, cancellationToken) is { } answerer ? await ReadAsync(answerer, stored, cancellationToken) : NotFound();

    public async Task<IActionResult> OnPostAsync(Guid id, int version, int? choice, string? words, IFormFile? file, CancellationToken cancellationToken) =>
        await _answers.FindAsync(Reader, id, cancellationToken) is { } answerer
            ? await AnswerAsync(answerer, version, choice, words, file, Reader.To($"/desk/inbox/{id}?stored=true"), cancellationToken)
            : NotFound();
}
