using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Rotunda.Data;
using Rotunda.Data.Values;
using Rotunda.Modules.Alliance.Bodies;
using Rotunda.Modules.Alliance.Institutions;

namespace Rotunda.Modules.Alliance.Leadership;

/// <summary>A person in an office of the association on behalf of an institution.</summary>
public sealed class Appointment : IEditable
{
    public Guid Id { get; init; }

    /// <summary>The person; null where a source names the office and the position but not the person.</summary>
    public PersonName? Person { get; set; }

    /// <summary>The office in the association, such as «executive director».</summary>
    public required LocalizedText Office { get; set; }

    /// <summary>The person's position at the institution, such as «vice-president».</summary>
    public LocalizedText Position { get; set; } = LocalizedText.Empty;

    public Guid InstitutionId { get; set; }

    public Institution? Institution { get; init; }

    public Guid BodyId { get; set; }

    public Body? Body { get; init; }

    public PartialDate From { get; set; } = PartialDate.Unknown;

    public PartialDate? To { get; set; }

    /// <summary>Made up for the demonstration and labelled as such.</summary>
    public bool IsDemonstration { get; init; }

    public List<Citation> Citations { get; set; } = [];

    public int Version { get; set; }
}

internal sealed class AppointmentConfiguration : IEntityTypeConfiguration<Appointment>
{
    public void Configure(EntityTypeBuilder<Appointment> builder)
    {
        builder.ToTable("appointment");
        builder.Property(appointment => appointment.Person!).AsJson();
        builder.Property(appointment => appointment.Citations).AsJson();
        builder.HasOne(appointment => appointment.Institution).WithMany().HasForeignKey(appointment => appointment.InstitutionId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne(appointment => appointment.Body).WithMany().HasForeignKey(appointment => appointment.BodyId).OnDelete(DeleteBehavior.Restrict);
    }
}

public static class AppointmentSets
{
    extension(RotundaDb db)
    {
        public DbSet<Appointment> Appointments => db.Set<Appointment>();
    }
}
