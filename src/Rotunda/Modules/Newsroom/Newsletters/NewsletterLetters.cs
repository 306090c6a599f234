using System.Text;
using NodaTime;
using Rotunda.Modules.Shared.Languages;
using Rotunda.Modules.Shared.Mail;
using Rotunda.Modules.Shared.Time;
using Rotunda.Modules.Shared.Web;

namespace Rotunda.Modules.Newsroom.Newsletters;

/// <summary>Puts newsletters into words for one subscriber, in the subscriber's language.</summary>
public sealed class NewsletterLetters(SiteLanguages languages, SubscriptionLinks links)
{
    /// <summary>The name of the list in the letters' heads.</summary>
    public const string ListName = "newsletter";

    /// <summary>The letter with the link: to confirm, or, for somebody who is subscribed already, to change or leave.</summary>
    public Letter Link(Subscription subscriber, string languageCode, string link)
    {
        var texts = TextsOf(languageCode);
        var isKnown = subscriber.State == SubscriptionState.Confirmed;
        return new Letter(
            subscriber.Email, texts.Language.Code, texts[isKnown ? "newsletter.mail.known-subject" : "newsletter.mail.confirm-subject"],
            string.Join("\n\n", texts[isKnown ? "newsletter.mail.known" : "newsletter.mail.confirm"], link, texts["newsletter.mail.not-you"]) + "\n", IsSecret: true);
    }

    /// <summary>A letter with items: one item under its title, several under the title of the week.</summary>
    /// <param name="subscriber">To whom.</param>
    /// <param name="items">At least one; each exists in a language that the subscriber reads.</param>
    /// <param name="end">Versions that appeared later do not count.</param>
    /// <param name="isWeekly">True for the letter of a week.</param>
    /// <param name="site">The association, and scheme and host of the site without a slash at the end.</param>
    public Letter Issue(Subscription subscriber, IReadOnlyList<NewsletterItem> items, Instant end, bool isWeekly, (SiteIdentity Identity, string Address) site)
    {
        var texts = TextsOf(subscriber.LanguageCode);
        var name = site.Identity.Abbreviation.Plain(texts.Language) is { Length: > 0 } abbreviation ? abbreviation : site.Identity.Name.Plain(texts.Language);
        var versions = items.Select(item => (item.Date, Version: item.VersionFor(subscriber, end))).ToList();
        var text = new StringBuilder();
        if (isWeekly) text.Append(texts.Count("newsletter.mail.week-head", versions.Count, ("name", name))).Append("\n\n");
        foreach (var (date, version) in versions)
        {
            text.Append(version.Title);
            // A letter in one language says so where an item is in another
            if (version.Language != texts.Language.Code) text.Append(' ').Append(texts.Format("newsletter.mail.in", ("language", texts.Within(version.Language))));
            text.Append('\n').Append(texts.Day(date)).Append('\n');
            if (version.Deck.Length > 0) text.Append(version.Deck).Append('\n');
            text.Append(FormattableString.Invariant($"{site.Address}/{texts.Language.Code}/news/{version.Year}/{version.Slug}")).Append("\n\n");
        }

        var token = links.TokenOf(subscriber.Id);
        text.Append("-- \n").Append(texts.Format("newsletter.mail.why", ("name", site.Identity.Name.Plain(texts.Language)))).Append('\n')
            .Append(texts["newsletter.mail.leave"]).Append('\n').Append(site.Address).Append('/').Append(texts.Language.Code).Append("/newsletter/").Append(token).Append('\n');
        var subject = isWeekly ? texts.Format("newsletter.mail.week-subject", ("name", name), ("date", texts.Day(end.InUtc().Date))) : $"{name}: {versions[0].Version.Title}";
        return new Letter(
            subscriber.Email, texts.Language.Code, subject, text.ToString(), IsSecret: true, Mailing: new Mailing(ListName, subscriber.Id.ToString(), $"{site.Address}/newsletter/{token}"));
    }

    private Texts TextsOf(string code) => languages.TextsOf(languages.Find(code) ?? languages.Default);
}
