using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NhiPortal.Domain;
using NhiPortal.Domain.Discovery;
using NhiPortal.Domain.Executions;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.People;
using NhiPortal.Domain.Reconciliation;
using NhiPortal.Domain.Requests;
using NhiPortal.Domain.Targets;
using NhiPortal.Domain.Tenants;

namespace NhiPortal.Data.Mapping;

internal sealed class ReconciliationMapping : IEntityTypeConfiguration<PrivilegeLine>, IEntityTypeConfiguration<ReconciliationRun>
{
    public void Configure(EntityTypeBuilder<PrivilegeLine> line)
    {
        line.ToTable("PrivilegeLines");
        line.Property(l => l.AccountId).HasMaxLength(FoundAccount.LongestId);
        line.Property(l => l.Account).HasMaxLength(FoundAccount.LongestId);
        line.Property(l => l.Holder).HasMaxLength(Text.Name);
        line.Property(l => l.Sentence).HasMaxLength(Text.Reason);
        line.Property(l => l.Reason).HasMaxLength(Text.Reason);
        line.Property(l => l.Version).IsConcurrencyToken();
        line.HasIndex(l => new { l.TargetId, l.AccountId, l.Holder }).IsUnique();
        line.HasIndex(l => new { l.TargetId, l.GoneAt, l.Class });
        line.HasIndex(l => new { l.GoneAt, l.Class, l.FirstSeenAt, l.TenantId });
        line.HasOne<Tenant>().WithMany().HasForeignKey(l => l.TenantId).OnDelete(DeleteBehavior.Restrict);
        line.HasOne<TargetSystem>().WithMany().HasForeignKey(l => l.TargetId).OnDelete(DeleteBehavior.Restrict);
        line.HasOne<Integration>().WithMany().HasForeignKey(l => l.IntegrationId).OnDelete(DeleteBehavior.Restrict);
        line.HasOne<Integration>().WithMany().HasForeignKey(l => l.ForIntegrationId).OnDelete(DeleteBehavior.Restrict);
        line.HasOne<AccessRequest>().WithMany().HasForeignKey(l => l.RequestId).OnDelete(DeleteBehavior.Restrict);
        line.HasOne<Removal>().WithMany().HasForeignKey(l => l.RemovalId).OnDelete(DeleteBehavior.Restrict);
        line.HasOne<Person>().WithMany().HasForeignKey(l => l.ExplainedById).OnDelete(DeleteBehavior.Restrict);
        line.HasOne<Person>().WithMany().HasForeignKey(l => l.AgreedById).OnDelete(DeleteBehavior.Restrict);
        line.HasOne<Person>().WithMany().HasForeignKey(l => l.ForPersonId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<ReconciliationRun> run)
    {
        run.ToTable("ReconciliationRuns");
        run.HasKey(r => new { r.TargetId, r.At });
        run.Property(r => r.Fault).HasMaxLength(Text.Reason);
        run.HasOne<TargetSystem>().WithMany().HasForeignKey(r => r.TargetId).OnDelete(DeleteBehavior.Restrict);
    }
}
