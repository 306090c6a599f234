using Rotunda.Data;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Cache;

namespace Rotunda.Modules.Translation.Memory.Pages;

/// <summary>How far the import of a file into the memory is, and what it brought.</summary>
[Requires(LanguageToolActs.ManageName)]
[NeverCached]
public sealed class MemoryImportModel(RotundaDb db) : FileImportPage(db, MemoryImportJob.JobKind, new FileImportTexts("memory.import-title", "memory.would-import", "memory.imported", "memory.import-stopped"));
