using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using NodaTime;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Cache;

namespace Rotunda.Modules.Correspondence.Circulars.Pages;

/// <summary>A circular behind a link: read and answered without a password.</summary>
[Public]
[NeverCached]
[EnableRateLimiting(CorrespondenceModule.LinkLimit)]
[RequestSizeLimit(CircularLimits.LargestFile + (1024 * 1024))]
public sealed class AnswerModel(AnswerOperations answers, IClock clock) : AnswerPage(answers, clock)
{
    private readonly AnswerOperations _answers = answers;

    private string _token = "";

    public override string PathOf(Guid id, string hash, string name) => Reader.To($"/answer/{_token}/{id}");

    public async Task<IActionResult> OnGetAsync(string? token, bool stored, CancellationToken cancellationToken)
    {
        if (await OpenAsync(token, cancellationToken) is { } answerer) return await ReadAsync(answerer, stored, cancellationToken);
        Response.StatusCode = StatusCodes.Status404NotFound;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string? token, int version, int? choice, string? words, IFormFile? file, CancellationToken cancellationToken)
    {
        if (await OpenAsync(token, cancellationToken) is { } answerer)
            return await AnswerAsync(answerer, version, choice, words, file, Reader.To($"/answer/{_token}?stored=true"), cancellationToken);
        Response.StatusCode = StatusCodes.Status404NotFound;
        return Page();
    }

    private async Task<Answerer?> OpenAsync(string? token, CancellationToken cancellationToken)
    {
        (_token, Title, IsUnlisted) = (token ?? "", T["circular.title"], true);
        PrivateLink.Seal(Response);
        return await _answers.FindAsync(token, cancellationToken);
    }
}
