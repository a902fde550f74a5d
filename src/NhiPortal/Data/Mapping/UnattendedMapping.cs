using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NhiPortal.Domain;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.People;
using NhiPortal.Domain.Targets;
using NhiPortal.Domain.Tenants;
using NhiPortal.Domain.Unattended;

namespace NhiPortal.Data.Mapping;

internal sealed class UnattendedMapping : IEntityTypeConfiguration<UnattendedPolicy>, IEntityTypeConfiguration<Revocation>, IEntityTypeConfiguration<RevocationStep>,
    IEntityTypeConfiguration<RevocationItem>, IEntityTypeConfiguration<RevocationBatch>, IEntityTypeConfiguration<RevocationPause>
{
    public void Configure(EntityTypeBuilder<UnattendedPolicy> policy)
    {
        policy.ToTable("UnattendedPolicies");
        policy.HasKey(p => p.Kind);
        policy.Property(p => p.Plan).HasConversion<JsonText<LadderPlan>>().HasMaxLength(500);
        policy.Property(p => p.Proposal).HasConversion<JsonText<UnattendedProposal>>().HasMaxLength(3000);
        policy.Property(p => p.Version).IsConcurrencyToken();
        policy.Ignore(p => p.Order);
    }

    public void Configure(EntityTypeBuilder<Revocation> revocation)
    {
        revocation.ToTable("Revocations");
        revocation.Property(r => r.Subject).HasMaxLength(90);
        revocation.Property(r => r.Label).HasMaxLength(Revocation.LongestLabel);
        revocation.Property(r => r.Why).HasMaxLength(Revocation.LongestReason);
        revocation.Property(r => r.Waiting).HasMaxLength(Revocation.LongestReason);
        revocation.Property(r => r.PauseReason).HasMaxLength(Text.Reason);
        revocation.Property(r => r.Trouble).HasMaxLength(Text.Reason);
        revocation.Property(r => r.EndWords).HasMaxLength(Text.Reason);
        revocation.Property(r => r.Version).IsConcurrencyToken();
        revocation.Ignore(r => r.CanBeKept);
        revocation.Ignore(r => r.IsUnconfirmed);
        revocation.Ignore(r => r.WaitsForWord);
        revocation.Ignore(r => r.TakingReason);
        // The database, too, knows that one thing is followed once.
        revocation.HasIndex(r => r.Subject).IsUnique().HasFilter("[EndedAt] IS NULL");
        revocation.HasIndex(r => new { r.Kind, r.State, r.NextAt });
        revocation.HasIndex(r => new { r.TenantId, r.EndedAt, r.NextAt });
        revocation.HasIndex(r => r.CheckAt).HasFilter("[CheckAt] IS NOT NULL");
        revocation.HasIndex(r => new { r.IntegrationId, r.EndedAt });
        revocation.HasIndex(r => new { r.TargetId, r.EndedAt });
        revocation.HasIndex(r => new { r.OwnerId, r.EndedAt });
        revocation.HasIndex(r => r.OwnershipId).HasFilter("[OwnershipId] IS NOT NULL");
        revocation.HasIndex(r => r.CredentialId).HasFilter("[CredentialId] IS NOT NULL");
        revocation.HasIndex(r => r.GrantId).HasFilter("[GrantId] IS NOT NULL");
        revocation.HasIndex(r => r.UseId).HasFilter("[UseId] IS NOT NULL");
        revocation.HasIndex(r => r.PathId).HasFilter("[PathId] IS NOT NULL");
        revocation.HasIndex(r => r.BatchId).HasFilter("[BatchId] IS NOT NULL");
        revocation.HasMany(r => r.Steps).WithOne().HasForeignKey(s => s.RevocationId).OnDelete(DeleteBehavior.Restrict);
        revocation.HasMany(r => r.Items).WithOne().HasForeignKey(i => i.RevocationId).OnDelete(DeleteBehavior.Restrict);
        revocation.HasOne<Tenant>().WithMany().HasForeignKey(r => r.TenantId).OnDelete(DeleteBehavior.Restrict);
        revocation.HasOne<Integration>().WithMany().HasForeignKey(r => r.IntegrationId).OnDelete(DeleteBehavior.Restrict);
        revocation.HasOne<TargetSystem>().WithMany().HasForeignKey(r => r.TargetId).OnDelete(DeleteBehavior.Restrict);
        revocation.HasOne<Person>().WithMany().HasForeignKey(r => r.OwnerId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<RevocationStep> step)
    {
        step.ToTable("RevocationSteps");
        step.HasKey(s => new { s.RevocationId, s.Number });
        step.Property(s => s.Words).HasMaxLength(Text.Reason);
        // The brake counts what happened within a day.
        step.HasIndex(s => new { s.TenantId, s.Kind, s.Step, s.At });
    }

    public void Configure(EntityTypeBuilder<RevocationItem> item)
    {
        item.ToTable("RevocationItems");
        item.HasKey(i => new { i.RevocationId, i.Number });
        item.Property(i => i.Label).HasMaxLength(RevocationItem.LongestLabel);
        item.Property(i => i.Evidence).HasMaxLength(Text.Reason);
        item.Property(i => i.Proof).HasMaxLength(Text.Reason);
    }

    public void Configure(EntityTypeBuilder<RevocationBatch> batch)
    {
        batch.ToTable("RevocationBatches");
        batch.Property(b => b.Reason).HasMaxLength(Text.Reason);
        batch.Property(b => b.Version).IsConcurrencyToken();
        batch.HasIndex(b => new { b.TenantId, b.Kind, b.Step }).IsUnique().HasFilter($"[Answer] = '{nameof(BatchAnswer.Waiting)}'");
        batch.HasOne<Tenant>().WithMany().HasForeignKey(b => b.TenantId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<RevocationPause> pause)
    {
        pause.ToTable("RevocationPauses");
        pause.Property(p => p.Reason).HasMaxLength(Text.Reason);
        pause.Property(p => p.Version).IsConcurrencyToken();
        pause.Ignore(p => p.StillUntil);
        pause.HasIndex(p => new { p.TenantId, p.Until });
    }
}
