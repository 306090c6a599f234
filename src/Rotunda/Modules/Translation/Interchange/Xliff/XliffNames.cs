namespace Rotunda.Modules.Translation.Interchange.Xliff;

/// <summary>The namespaces of XLIFF 2.1 (OASIS Standard, sections 4 and 5) and of what its files may carry besides.</summary>
public static class XliffNames
{
    public const string Core = "urn:oasis:names:tc:xliff:document:2.0";
    public const string Matches = "urn:oasis:names:tc:xliff:matches:2.0";
    public const string Glossary = "urn:oasis:names:tc:xliff:glossary:2.0";
    public const string Metadata = "urn:oasis:names:tc:xliff:metadata:2.0";
    public const string FormatStyle = "urn:oasis:names:tc:xliff:fs:2.0";
    public const string Resources = "urn:oasis:names:tc:xliff:resourcedata:2.0";
    public const string Sizes = "urn:oasis:names:tc:xliff:sizerestriction:2.0";
    public const string Validation = "urn:oasis:names:tc:xliff:validation:2.0";

    /// <summary>A module of XLIFF 2.0, an extension since 2.1.</summary>
    public const string Changes = "urn:oasis:names:tc:xliff:changetracking:2.0";

    public const string Its = "http://www.w3.org/2005/11/its";
    public const string ItsModule = "urn:oasis:names:tc:xliff:itsm:2.1";
    public const string SchemaInstance = "http://www.w3.org/2001/XMLSchema-instance";

    /// <summary>Namespaces whose elements have rules of their own; every other one is an extension.</summary>
    public static bool IsModule(string space) => space is Matches or Glossary or Metadata or FormatStyle or Resources or Sizes or Validation or Changes or Its or ItsModule;
}
