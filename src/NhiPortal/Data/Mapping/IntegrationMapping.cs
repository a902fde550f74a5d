using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NhiPortal.Domain;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.People;
using NhiPortal.Domain.Targets;
using NhiPortal.Domain.Tenants;

namespace NhiPortal.Data.Mapping;

internal sealed class IntegrationMapping : IEntityTypeConfiguration<Integration>, IEntityTypeConfiguration<WorkloadIdentity>,
    IEntityTypeConfiguration<PrivilegePath>, IEntityTypeConfiguration<Ownership>, IEntityTypeConfiguration<OpenGap>
{
    public void Configure(EntityTypeBuilder<Integration> integration)
    {
        integration.ToTable("Integrations");
        integration.Property(i => i.Key).HasMaxLength(Text.Key);
        integration.Property(i => i.Name).HasMaxLength(Text.Name);
        integration.Property(i => i.Purpose).HasMaxLength(2000);
        integration.Property(i => i.StatusReason).HasMaxLength(Text.Reason);
        integration.Property(i => i.Version).IsConcurrencyToken();
        integration.HasIndex(i => i.Key).IsUnique();
        integration.HasIndex(i => new { i.CompareAt, i.Id }).HasFilter("[CompareAt] IS NOT NULL");
        // A list is walked in name order within one value of whatever it is filtered and sorted by. The columns after the
        // id answer the remaining filters without touching a row; IntegrationPageQueryTests holds the plans.
        integration.HasIndex(i => new { i.Name, i.Id, i.TenantId, i.Standing, i.Kind, i.Environment, i.Status, i.RiskScore, i.Key });
        integration.HasIndex(i => new { i.Standing, i.Name, i.Id, i.TenantId, i.Kind, i.Environment, i.Status, i.RiskScore, i.Key });
        integration.HasIndex(i => new { i.TenantId, i.Name, i.Id, i.Standing, i.Kind, i.Environment, i.Status, i.RiskScore, i.Key });
        integration.HasIndex(i => new { i.TenantId, i.Standing, i.Name, i.Id, i.Kind, i.Environment, i.Status, i.RiskScore, i.Key });
        integration.HasIndex(i => new { i.Kind, i.Name, i.Id, i.TenantId, i.Standing, i.Environment, i.Status, i.RiskScore, i.Key });
        integration.HasIndex(i => new { i.Environment, i.Name, i.Id, i.TenantId, i.Standing, i.Kind, i.Status, i.RiskScore, i.Key });
        integration.HasIndex(i => new { i.Status, i.Name, i.Id, i.TenantId, i.Standing, i.Kind, i.Environment, i.RiskScore, i.Key });
        integration.HasIndex(i => new { i.RiskScore, i.Name, i.Id, i.TenantId, i.Standing, i.Kind, i.Environment, i.Status, i.Key });
        integration.HasIndex(i => new { i.TenantId, i.RiskScore, i.Name, i.Id, i.Standing, i.Kind, i.Environment, i.Status, i.Key });
        integration.HasIndex(i => new { i.TenantId, i.Standing, i.Kind, i.Environment, i.Status, i.RiskScore });
        integration.HasIndex(i => i.VendorId);
        integration.HasOne<Tenant>().WithMany().HasForeignKey(i => i.TenantId).OnDelete(DeleteBehavior.Restrict);
        integration.HasOne<Vendor>().WithMany().HasForeignKey(i => i.VendorId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<WorkloadIdentity> workload)
    {
        workload.ToTable("Workloads");
        workload.Property(w => w.Issuer).HasMaxLength(WorkloadIdentity.Longest);
        workload.Property(w => w.Subject).HasMaxLength(WorkloadIdentity.Longest);
        // A retired identity leaves its name free for the next integration; the record keeps whose it was.
        workload.HasIndex(w => new { w.Issuer, w.Subject }).IsUnique().HasFilter("[RetiredAt] IS NULL");
        workload.HasIndex(w => w.IntegrationId);
        workload.HasOne<Integration>().WithMany().HasForeignKey(w => w.IntegrationId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<PrivilegePath> path)
    {
        path.ToTable("Paths");
        path.Property(p => p.ActionName).HasMaxLength(Text.Key);
        path.Property(p => p.ResourcePattern).HasMaxLength(Text.Resource);
        path.HasIndex(p => new { p.IntegrationId, p.TargetId, p.RemovedAt });
        path.HasIndex(p => new { p.TargetId, p.IntegrationId, p.RemovedAt });
        path.HasOne<Integration>().WithMany().HasForeignKey(p => p.IntegrationId).OnDelete(DeleteBehavior.Restrict);
        path.HasOne<TargetSystem>().WithMany().HasForeignKey(p => p.TargetId).OnDelete(DeleteBehavior.Restrict);
        path.HasOne<PrivilegedAction>().WithMany().HasForeignKey(p => p.ActionName).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<Ownership> ownership)
    {
        ownership.ToTable("Ownerships");
        ownership.Property(o => o.ClosingReason).HasMaxLength(Text.Reason);
        ownership.Property(o => o.Version).IsConcurrencyToken();
        ownership.Ignore(o => o.HoldsUntil);
        // One holder and one nominee for each cell: two people assigning at once cannot both win.
        ownership.HasIndex(o => o.AnswerBy).HasFilter("[ClosedAt] IS NULL AND [AcceptedAt] IS NULL");
        ownership.HasIndex(o => new { o.IntegrationId, o.Role }, "IX_Ownerships_IntegrationHolder").IsUnique()
            .HasFilter("[ClosedAt] IS NULL AND [AcceptedAt] IS NOT NULL AND [IntegrationId] IS NOT NULL");
        ownership.HasIndex(o => new { o.IntegrationId, o.Role }, "IX_Ownerships_IntegrationNominee").IsUnique()
            .HasFilter("[ClosedAt] IS NULL AND [AcceptedAt] IS NULL AND [IntegrationId] IS NOT NULL");
        ownership.HasIndex(o => new { o.TargetId, o.Role }, "IX_Ownerships_TargetHolder").IsUnique()
            .HasFilter("[ClosedAt] IS NULL AND [AcceptedAt] IS NOT NULL AND [TargetId] IS NOT NULL");
        ownership.HasIndex(o => new { o.TargetId, o.Role }, "IX_Ownerships_TargetNominee").IsUnique()
            .HasFilter("[ClosedAt] IS NULL AND [AcceptedAt] IS NULL AND [TargetId] IS NOT NULL");
        ownership.HasIndex(o => new { o.IntegrationId, o.NominatedAt });
        ownership.HasIndex(o => new { o.TargetId, o.NominatedAt });
        // What nobody has confirmed for long is asked of every integration at once.
        ownership.HasIndex(o => new { o.IntegrationId, o.AttestedAt }).HasFilter("[ClosedAt] IS NULL AND [IntegrationId] IS NOT NULL");
        ownership.HasIndex(o => new { o.PersonId, o.ClosedAt, o.IntegrationId, o.TargetId });
        ownership.HasIndex(o => o.DeputyId);
        ownership.HasIndex(o => new { o.AttestationDue, o.TenantId }).HasFilter("[ClosedAt] IS NULL AND [AcceptedAt] IS NOT NULL");
        ownership.HasIndex(o => o.LookAgainAt).HasFilter("[LookAgainAt] IS NOT NULL");
        ownership.HasIndex(o => o.NobodyLeftAt).HasFilter("[NobodyLeftAt] IS NOT NULL");
        ownership.HasOne<Person>().WithMany().HasForeignKey(o => o.PersonId).OnDelete(DeleteBehavior.Restrict);
        ownership.HasOne<Person>().WithMany().HasForeignKey(o => o.DeputyId).OnDelete(DeleteBehavior.Restrict);
        ownership.HasOne<Integration>().WithMany().HasForeignKey(o => o.IntegrationId).OnDelete(DeleteBehavior.Restrict);
        ownership.HasOne<TargetSystem>().WithMany().HasForeignKey(o => o.TargetId).OnDelete(DeleteBehavior.Restrict);
        ownership.HasOne<Tenant>().WithMany().HasForeignKey(o => o.TenantId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<OpenGap> gap)
    {
        gap.ToTable("Gaps");
        gap.HasIndex(g => new { g.IntegrationId, g.Role }).IsUnique().HasFilter("[ClosedAt] IS NULL AND [IntegrationId] IS NOT NULL");
        gap.HasIndex(g => new { g.TargetId, g.Role }).IsUnique().HasFilter("[ClosedAt] IS NULL AND [TargetId] IS NOT NULL");
        gap.HasIndex(g => new { g.ClosedAt, g.OpenedAt, g.Id, g.TenantId });
        gap.HasOne<Integration>().WithMany().HasForeignKey(g => g.IntegrationId).OnDelete(DeleteBehavior.Restrict);
        gap.HasOne<TargetSystem>().WithMany().HasForeignKey(g => g.TargetId).OnDelete(DeleteBehavior.Restrict);
    }
}
