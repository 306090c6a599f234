using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;
using Rotunda.Data;
using Rotunda.Data.Values;
using Rotunda.Modules.Alliance.Institutions;

namespace Rotunda.Modules.Conferences.Editions;

public enum EditionKind
{
    /// <summary>The annual conference or summit.</summary>
    AnnualConference,
    Founding,

    /// <summary>A gathering of members that is not a numbered conference.</summary>
    Gathering,
    StudentCamp,

    /// <summary>A conference or symposium of a sub-alliance.</summary>
    SubAllianceConference,

    /// <summary>Spoken of but not held.</summary>
    Planned,
}

/// <summary>An edition of the annual conference, or another event of the association.</summary>
public sealed class Edition : IEditable
{
    public Guid Id { get; init; }

    /// <summary>The public code in addresses, such as <c>2022</c>.</summary>
    public required string Code { get; init; }

    public EditionKind Kind { get; set; }

    /// <summary>The number among the annual conferences; null where it has none.</summary>
    public int? Number { get; set; }

    public required LocalizedText Name { get; set; }

    /// <summary>When it was held, as precisely as sources say.</summary>
    public PartialDate Held { get; set; } = PartialDate.Unknown;

    /// <summary>Where; empty when it was held online alone or no source says.</summary>
    public LocalizedText Place { get; set; } = LocalizedText.Empty;

    public bool IsOnline { get; set; }

    /// <summary>The zone of the hosts, an IANA id; set where sessions have times.</summary>
    public string? Zone { get; set; }

    public LocalizedText Theme { get; set; } = LocalizedText.Empty;

    /// <summary>Who took part, as it was declared.</summary>
    public LocalizedText Participation { get; set; } = LocalizedText.Empty;

    public LocalizedText Note { get; set; } = LocalizedText.Empty;

    /// <summary>Made up for the demonstration and labelled as such.</summary>
    public bool IsDemonstration { get; init; }

    public List<Citation> Citations { get; set; } = [];

    public int Version { get; set; }

    public List<EditionHost> Hosts { get; init; } = [];

    public List<Session> Sessions { get; init; } = [];

    public List<Announcement> Announcements { get; init; } = [];

    /// <summary>The grounds of the edition and of its parts, each once.</summary>
    public IReadOnlyList<Citation> AllCitations =>
        [.. Citations.Concat(Sessions.SelectMany(session => session.Citations)).Concat(Announcements.SelectMany(announcement => announcement.Citations)).Distinct()];
}

/// <summary>An institution that hosts an edition.</summary>
public sealed class EditionHost
{
    public Guid EditionId { get; init; }

    public Edition? Edition { get; init; }

    /// <summary>The code of the institution.</summary>
    public required string InstitutionCode { get; init; }

    public int Order { get; set; }
}

public enum SessionKind
{
    OpeningCeremony,
    PresidentsForum,
    AcademicSeminar,
    WorkingMeeting,
    StudentEvent,
    Other,
}

/// <summary>A part of an edition, such as the academic seminar.</summary>
public sealed class Session : IEditable
{
    public Guid Id { get; init; }

    public Guid EditionId { get; set; }

    public Edition? Edition { get; init; }

    /// <summary>Sessions stand in this order; those with the same number in the order in which they were entered.</summary>
    public int Order { get; set; }

    public SessionKind Kind { get; set; }

    public required LocalizedText Name { get; set; }

    public LocalizedText Theme { get; set; } = LocalizedText.Empty;

    /// <summary>The code of the institution that undertook it; null where no source says.</summary>
    public string? UndertakerCode { get; set; }

    /// <summary>Who took part, as it was declared.</summary>
    public LocalizedText Participation { get; set; } = LocalizedText.Empty;

    /// <summary>Null where no time is recorded.</summary>
    public Instant? StartsAt { get; set; }

    public Instant? EndsAt { get; set; }

    public List<Citation> Citations { get; set; } = [];

    public int Version { get; set; }
}

/// <summary>Something that was announced or decided at an edition.</summary>
public sealed class Announcement : IEditable
{
    public Guid Id { get; init; }

    public Guid EditionId { get; set; }

    public int Order { get; set; }

    public required LocalizedText Text { get; set; }

    public List<Citation> Citations { get; set; } = [];

    public int Version { get; set; }
}

internal sealed class EditionConfiguration :
    IEntityTypeConfiguration<Edition>, IEntityTypeConfiguration<EditionHost>, IEntityTypeConfiguration<Session>, IEntityTypeConfiguration<Announcement>
{
    public void Configure(EntityTypeBuilder<Edition> builder)
    {
        builder.ToTable("edition", table => table.HasCheckConstraint("ck_edition_number", "\"Number\" > 0"));
        builder.Property(edition => edition.Code).HasMaxLength(40);
        builder.HasIndex(edition => edition.Code).IsUnique();
        builder.HasIndex(edition => edition.Number).IsUnique();
        builder.HasIndex(edition => edition.Held);
        builder.Property(edition => edition.Kind).HasConversion<string>().HasMaxLength(24);
        builder.Property(edition => edition.Zone).HasMaxLength(64);
        builder.Property(edition => edition.Citations).AsJson();
        builder.Ignore(edition => edition.AllCitations);
        builder.HasMany(edition => edition.Hosts).WithOne(host => host.Edition).HasForeignKey(host => host.EditionId);
        builder.HasMany(edition => edition.Sessions).WithOne(session => session.Edition).HasForeignKey(session => session.EditionId).OnDelete(DeleteBehavior.Restrict);
        builder.HasMany(edition => edition.Announcements).WithOne().HasForeignKey(announcement => announcement.EditionId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<EditionHost> builder)
    {
        builder.ToTable("edition_host");
        builder.HasKey(host => new { host.EditionId, host.InstitutionCode });
        builder.Property(host => host.InstitutionCode).HasMaxLength(40);
        builder.HasOne<Institution>().WithMany().HasForeignKey(host => host.InstitutionCode).HasPrincipalKey(institution => institution.Code).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<Session> builder)
    {
        builder.ToTable("session", table => table.HasCheckConstraint("ck_session_times", "\"EndsAt\" > \"StartsAt\""));
        builder.Property(session => session.Kind).HasConversion<string>().HasMaxLength(24);
        builder.Property(session => session.UndertakerCode).HasMaxLength(40);
        builder.HasOne<Institution>().WithMany().HasForeignKey(session => session.UndertakerCode).HasPrincipalKey(institution => institution.Code).OnDelete(DeleteBehavior.Restrict);
        builder.Property(session => session.Citations).AsJson();
        builder.HasIndex(session => new { session.EditionId, session.Order });
    }

    public void Configure(EntityTypeBuilder<Announcement> builder)
    {
        builder.ToTable("announcement");
        builder.Property(announcement => announcement.Citations).AsJson();
        builder.HasIndex(announcement => new { announcement.EditionId, announcement.Order });
    }
}

public static class EditionSets
{
    extension(RotundaDb db)
    {
        public DbSet<Edition> Editions => db.Set<Edition>();

        public DbSet<Session> Sessions => db.Set<Session>();

        public DbSet<Announcement> Announcements => db.Set<Announcement>();
    }
}
