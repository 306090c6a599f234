using Microsoft.AspNetCore.Mvc;
using NodaTime;
using Rotunda.Modules.Media.Files;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Parts;
using Rotunda.Modules.Shared.Web;

namespace Rotunda.Modules.Correspondence.Circulars.Pages;

/// <summary>What both ways to answer have in common: by link and on the desk.</summary>
public abstract class AnswerPage(AnswerOperations answers, IClock clock) : FormPage
{
    /// <summary>Who answers; null where there is nothing to answer.</summary>
    public Answerer? Answerer { get; private set; }

    public CircularReceiver? Receiver => Answerer?.Receiver;

    /// <summary>True right after an answer was stored.</summary>
    public bool IsStored { get; private set; }

    public bool IsOpen => Receiver!.Circular!.TakesAnswersAt(clock.GetCurrentInstant());

    /// <summary>What was typed, or what is stored.</summary>
    public int? Choice { get; private set; }

    public string Words { get; private set; } = "";

    public FormField WordsField => new("Words", T[Receiver!.Circular!.AnswerKind == AnswerKind.Text ? "circular.answer" : "circular.comment"], Words, FaultOf("Words"))
    {
        IsLong = true, MaxLength = CircularLimits.LongestAnswer, Stored = IsConflict ? Receiver.Words ?? "" : null,
    };

    /// <summary>Where a file of the circular, or of the answer, is downloaded.</summary>
    public abstract string PathOf(Guid id, string hash, string name);

    protected async Task<IActionResult> ReadAsync(Answerer answerer, bool stored, CancellationToken cancellationToken)
    {
        var receiver = Take(answerer);
        IsStored = stored && receiver.AnsweredAt is not null;
        (Choice, Words) = (receiver.Choice, receiver.Words ?? "");
        // Only somebody who opens the page reads it, not a program that looks whether it is there
        if (HttpMethods.IsGet(Request.Method)) await answers.MarkReadAsync(receiver, cancellationToken);
        return Page();
    }

    protected async Task<IActionResult> AnswerAsync(Answerer answerer, int version, int? choice, string? words, IFormFile? file, string back, CancellationToken cancellationToken)
    {
        var receiver = Take(answerer);
        (Choice, Words) = (choice, words ?? "");
        if (receiver.Version != version) return ShowConflict();
        return await answers.AnswerAsync(answerer, new AnswerWish(choice, Words, SentFile.Of(file)), cancellationToken) switch
        {
            Outcome.Done => Redirect(back),
            Outcome.Invalid invalid => Show(invalid.Faults),
            _ => ShowConflict(),
        };
    }

    private CircularReceiver Take(Answerer answerer)
    {
        (Answerer, IsUnlisted) = (answerer, true);
        Title = answerer.Receiver.Circular!.Subject.Plain(Reader.Language);
        return answerer.Receiver;
    }
}
