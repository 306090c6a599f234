using Rotunda.Data;
using Rotunda.Demo.Registry;
using Rotunda.Modules.Newsroom.Import;
using Rotunda.Modules.Shared.Contributions;

namespace Rotunda.Demo.Seeds;

/// <summary>The real association, from <c>asrtu.json</c>.</summary>
internal sealed class RegistrySeed(RegistryImport import) : IDemonstrationSeeder
{
    public int Order => 0;

    public async Task SeedAsync(RotundaDb db, CancellationToken cancellationToken)
    {
        var faults = await import.AddAsync(
            db, Path.Combine(DemonstrationSeeding.Folder, "asrtu.json"), Path.Combine(DemonstrationSeeding.Folder, "texts"), cancellationToken);
        if (faults.Count > 0) throw new DemonstrationFaultException(faults.Select(fault => fault.ToString()));
    }
}

/// <summary>News, pages and questions, from Markdown.</summary>
internal sealed class ArticleSeed(ArticleImport import) : IDemonstrationSeeder
{
    public int Order => 10;

    public async Task SeedAsync(RotundaDb db, CancellationToken cancellationToken)
    {
        var (faults, _) = await import.AddAsync(db, Path.Combine(DemonstrationSeeding.Folder, "articles"), cancellationToken);
        if (faults.Count > 0) throw new DemonstrationFaultException(faults.Select(fault => fault.ToString()));
    }
}
