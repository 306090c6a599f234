using Rotunda.Modules.Translation.Naming;

namespace Rotunda.Modules.Newsroom.Articles;

/// <summary>What stands below every article of whatever kind: whom it names, what it retells, in which language it was written.</summary>
/// <param name="Article">What it is.</param>
/// <param name="SourceLanguage">In which it was written.</param>
/// <param name="Lines">Whom the record of the version shown names.</param>
/// <param name="UsesMachine">True when words of a machine stand in it.</param>
public sealed record ArticleCredits(Article Article, string SourceLanguage, CreditLines Lines, bool UsesMachine);
