using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Rotunda.Data;
using Rotunda.Data.Values;
using Rotunda.Modules.Alliance.Bodies;

namespace Rotunda.Modules.Alliance.Totals;

/// <summary>What a figure counts.</summary>
public enum Counted
{
    Full,
    Observers,

    /// <summary>Full members and observers together.</summary>
    All,

    Founders,
}

/// <summary>One number of a declared total.</summary>
/// <param name="Counted">What it counts.</param>
/// <param name="Side">The side, or null for all sides together.</param>
/// <param name="Count">At least 0.</param>
public sealed record Figure(Counted Counted, string? Side, int Count);

/// <summary>How many members the association itself (or a body of it) declared at a date: a fact of its own, shown beside what is recorded here.</summary>
public sealed class DeclaredTotal : IEditable
{
    public Guid Id { get; init; }

    public Guid BodyId { get; set; }

    public Body? Body { get; init; }

    public PartialDate Date { get; set; } = PartialDate.Unknown;

    public List<Figure> Figures { get; set; } = [];

    public List<Citation> Citations { get; set; } = [];

    public int Version { get; set; }

    /// <summary>The declared number of a kind on all sides: as declared, or the sum of the sides; null where neither was declared.</summary>
    public int? Sum(Counted counted)
    {
        var figures = Figures.Where(figure => figure.Counted == counted).ToList();
        return figures.Find(figure => figure.Side is null)?.Count ?? (figures.Count > 0 ? figures.Sum(figure => figure.Count) : null);
    }

    /// <summary>The declared number of a kind on one side, or null.</summary>
    public int? Of(Counted counted, string side) => Figures.Find(figure => figure.Counted == counted && figure.Side == side)?.Count;
}

internal sealed class DeclaredTotalConfiguration : IEntityTypeConfiguration<DeclaredTotal>
{
    public void Configure(EntityTypeBuilder<DeclaredTotal> builder)
    {
        builder.ToTable("declared_total");
        builder.Property(total => total.Figures).AsJson();
        builder.Property(total => total.Citations).AsJson();
        builder.HasOne(total => total.Body).WithMany().HasForeignKey(total => total.BodyId).OnDelete(DeleteBehavior.Restrict);
    }
}

public static class TotalSets
{
    extension(RotundaDb db)
    {
        public DbSet<DeclaredTotal> DeclaredTotals => db.Set<DeclaredTotal>();
    }
}
