using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NhiPortal.Domain;
using NhiPortal.Domain.Findings;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.People;
using NhiPortal.Domain.Targets;
using NhiPortal.Domain.Tenants;

namespace NhiPortal.Data.Mapping;

internal sealed class FindingMapping : IEntityTypeConfiguration<Finding>, IEntityTypeConfiguration<FindingCursor>
{
    public void Configure(EntityTypeBuilder<Finding> finding)
    {
        finding.ToTable("Findings");
        finding.Property(f => f.Rule).HasMaxLength(60);
        finding.Property(f => f.Subject).HasMaxLength(250);
        // A sentence may name several things of long names; it is shown, never searched by index.
        finding.Property(f => f.Sentence).HasMaxLength(4000);
        finding.Property(f => f.Facts).HasConversion<JsonList<FindingFact>, JsonListComparer<FindingFact>>();
        finding.Property(f => f.ExceptionReason).HasMaxLength(Text.Reason);
        finding.Property(f => f.ExceptionControl).HasMaxLength(Text.Reason);
        finding.Property(f => f.Version).IsConcurrencyToken();
        finding.Ignore(f => f.ExceptionIsPending);
        finding.HasIndex(f => new { f.Subject, f.Rule }).IsUnique();
        finding.HasIndex(f => f.IntegrationId);
        finding.HasIndex(f => f.TargetId);
        finding.HasIndex(f => new { f.AssigneeId, f.Status });
        finding.HasIndex(f => new { f.FixerId, f.Status });
        // The list's own order: the gravest first, among equals the first to be due.
        finding.HasIndex(f => new { f.Status, f.Severity, f.DueAt, f.Id, f.TenantId, f.Rule }).IsDescending(false, true, false, false, false, false);
        finding.HasIndex(f => new { f.Rule, f.Status, f.Severity, f.DueAt, f.Id, f.TenantId }).IsDescending(false, false, true, false, false, false);
        finding.HasIndex(f => new { f.TenantId, f.OpenedDay, f.ClosedDay, f.Severity });
        finding.HasIndex(f => f.ExceptionUntil).HasFilter("[ExceptionUntil] IS NOT NULL");
        finding.HasOne<Tenant>().WithMany().HasForeignKey(f => f.TenantId).OnDelete(DeleteBehavior.Restrict);
        finding.HasOne<Integration>().WithMany().HasForeignKey(f => f.IntegrationId).OnDelete(DeleteBehavior.Restrict);
        finding.HasOne<TargetSystem>().WithMany().HasForeignKey(f => f.TargetId).OnDelete(DeleteBehavior.Restrict);
        finding.HasOne<Person>().WithMany().HasForeignKey(f => f.AssigneeId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<FindingCursor> cursor)
    {
        cursor.ToTable("FindingCursor");
        cursor.Property(c => c.Id).ValueGeneratedNever();
        cursor.HasData(new FindingCursor());
    }
}
