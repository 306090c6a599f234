using Rotunda.Modules.Newsroom.Topics;
using Rotunda.Modules.Shared.Languages;
using Rotunda.Modules.Shared.Web;

namespace Rotunda.Modules.Newsroom.Newsletters.Pages;

/// <summary>A page on which somebody says which news to send, and how often.</summary>
public abstract class SubscriptionForm(TopicQueries topics, SiteLanguages languages) : FormPage
{
    public IReadOnlyList<Language> AllLanguages => languages.All;

    public IReadOnlyList<Topic> AllTopics { get; private set; } = [];

    public IReadOnlyCollection<string> ChosenLanguages { get; protected set; } = [];

    public IReadOnlyCollection<string> ChosenTopics { get; protected set; } = [];

    public NewsletterFrequency Frequency { get; protected set; } = NewsletterFrequency.Weekly;

    protected async Task PrepareAsync(CancellationToken cancellationToken) => AllTopics = await topics.OfKindAsync(TopicKind.Category, Reader.Language, cancellationToken);

    /// <summary>What was ticked; the letters are in the language of the page.</summary>
    protected SubscriptionWish ReadWish()
    {
        ChosenLanguages = [.. Request.Form["Languages"].OfType<string>()];
        ChosenTopics = [.. Request.Form["Topics"].OfType<string>()];
        Frequency = Request.Form["Frequency"] == nameof(NewsletterFrequency.EachItem) ? NewsletterFrequency.EachItem : NewsletterFrequency.Weekly;
        return new SubscriptionWish(Reader.Language.Code, ChosenLanguages, ChosenTopics, Frequency);
    }
}
