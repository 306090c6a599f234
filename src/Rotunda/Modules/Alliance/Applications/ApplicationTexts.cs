using Rotunda.Data.Values;
using Rotunda.Modules.Shared.Languages;
using Rotunda.Modules.Shared.Mail;

namespace Rotunda.Modules.Alliance.Applications;

/// <summary>The words for states, and the letters to applicants.</summary>
public static class ApplicationTexts
{
    public static string TextKey(this ApplicationState state) => state switch
    {
        ApplicationState.Unconfirmed => "application.state.unconfirmed",
        ApplicationState.Review => "application.state.review",
        ApplicationState.Agreed => "application.state.agreed",
        ApplicationState.Admitted => "application.state.admitted",
        ApplicationState.Refused => "application.state.refused",
        _ => "application.state.withdrawn",
    };

    /// <summary>What happens next, for the applicant.</summary>
    public static string NextKey(this ApplicationState state) => state switch
    {
        ApplicationState.Unconfirmed => "apply.next.unconfirmed",
        ApplicationState.Review => "apply.next.review",
        ApplicationState.Agreed => "apply.next.agreed",
        ApplicationState.Admitted => "apply.next.admitted",
        ApplicationState.Refused => "apply.next.refused",
        _ => "apply.next.withdrawn",
    };

    /// <summary>The first letter: the only place where the applicant's link stands.</summary>
    internal static Letter Confirm(MembershipApplication application, SiteLanguages languages, string link) =>
        Write(application, languages, texts => [texts["apply.mail.confirm"], link, texts["apply.mail.confirm.keep"]], isSecret: true);

    /// <summary>A letter about a step, with the state that the application is in now.</summary>
    internal static Letter Step(MembershipApplication application, SiteLanguages languages, Func<Texts, IEnumerable<string>> step) =>
        Write(application, languages, texts => [.. step(texts), texts.Format("apply.mail.state", ("state", texts[application.State.TextKey()])), texts["apply.mail.link"]], isSecret: false);

    /// <summary>What a receipt for an answer says: that it came, its words, and the documents that came with it.</summary>
    internal static IEnumerable<string> Receipt(string answer, IReadOnlyList<string> documents, Texts texts)
    {
        yield return texts["apply.mail.answered"];
        if (answer.Length > 0) yield return string.Join('\n', answer.Split('\n').Select(line => "> " + line));
        if (documents.Count > 0) yield return texts.Format("apply.mail.documents", ("names", texts.List(documents)));
    }

    private static Letter Write(MembershipApplication application, SiteLanguages languages, Func<Texts, IEnumerable<string>> body, bool isSecret)
    {
        var language = languages.Find(application.LanguageCode) ?? languages.Default;
        var texts = languages.TextsOf(language);
        var name = application.Name.Plain(language);
        return new Letter(
            application.Email, language.Code, texts.Format("apply.mail.subject", ("name", name)),
            string.Join("\n\n", [texts.Format("apply.mail.greeting", ("name", application.ContactName)), .. body(texts), texts["apply.mail.closing"]]) + "\n", IsSecret: isSecret);
    }

    /// <summary>The permanent secretariat of a side, as a sentence names it.</summary>
    internal static string SecretariatOf(LocalizedText side, Texts texts) => texts.Format("seat.of-side", ("kind", texts["application.secretariat"]), ("side", side.Plain(texts.Language)));
}
