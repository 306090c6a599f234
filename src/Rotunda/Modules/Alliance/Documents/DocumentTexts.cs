namespace Rotunda.Modules.Alliance.Documents;

/// <summary>The words for kinds of documents.</summary>
public static class DocumentTexts
{
    public static string TextKey(this DocumentKind kind) => kind switch
    {
        DocumentKind.Statute => "document.statute",
        DocumentKind.Declaration => "document.declaration",
        DocumentKind.Minutes => "document.minutes",
        _ => "document.other",
    };
}
