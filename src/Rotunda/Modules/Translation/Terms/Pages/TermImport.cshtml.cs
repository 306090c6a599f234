using Rotunda.Data;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Cache;

namespace Rotunda.Modules.Translation.Terms.Pages;

/// <summary>How far the import of a file into the termbase is, and what it brought.</summary>
[Requires(LanguageToolActs.EditTermsName)]
[NeverCached]
public sealed class TermImportModel(RotundaDb db) : FileImportPage(db, TermImportJob.JobKind, new FileImportTexts("terms.import-title", "terms.would-import", "terms.imported", "terms.import-stopped"));
