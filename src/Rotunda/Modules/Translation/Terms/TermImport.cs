using Rotunda.Data.Files;
using Rotunda.Modules.Translation.Interchange.Tbx;

namespace Rotunda.Modules.Translation.Terms;

/// <summary>Takes a TBX file into the termbase. Of what passed only hashes of its preferred words are held.</summary>
internal sealed class TermImportJob(IServiceScopeFactory scopes, FileStore files) : FileImportJob<TbxConcept>(scopes, files)
{
    public const string JobKind = "terms.import";
    public const string MediaType = "application/x-tbx+xml";

    public static FileImportKind Import { get; } = new(JobKind, MediaType, "termbase.tbx", "concept.import", TermOperations.SubjectKind);

    public override string Kind => JobKind;

    /// <summary>Only looking is begun anew after an interruption: what was counted as new is not in the termbase.</summary>
    protected override bool GoesOnLooking => false;

    protected override IEnumerable<TbxConcept> Units(Stream content) => TbxReader.Concepts(content);

    protected override async Task<FileIntake<TbxConcept>> OpenAsync(IServiceProvider services, FileImportOrder order, CancellationToken cancellationToken)
    {
        var terms = services.GetRequiredService<TermOperations>();
        var there = await terms.KnownAsync(cancellationToken);
        return new FileIntake<TbxConcept>(Keep, (portion, note) => terms.TakeAsync(portion, there, order.IsDryRun, note, cancellationToken));

        static int Keep(TbxConcept concept, List<TbxConcept> portion)
        {
            portion.Add(concept);
            return 0;
        }
    }
}
