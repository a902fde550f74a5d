using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NhiPortal.Domain;
using NhiPortal.Domain.Credentials;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.People;
using NhiPortal.Domain.Targets;
using NhiPortal.Domain.Tenants;

namespace NhiPortal.Data.Mapping;

internal sealed class CredentialMapping : IEntityTypeConfiguration<Credential>, IEntityTypeConfiguration<Rotation>, IEntityTypeConfiguration<RotationAttempt>, IEntityTypeConfiguration<RotationPlan>,
    IEntityTypeConfiguration<RotationProposal>
{
    public void Configure(EntityTypeBuilder<Credential> credential)
    {
        credential.ToTable("Credentials");
        credential.Property(c => c.Label).HasMaxLength(Text.Name);
        credential.Property(c => c.KeptIn).HasMaxLength(Text.Resource);
        credential.Property(c => c.Account).HasMaxLength(Text.Name + 2);
        credential.Property(c => c.EndReason).HasMaxLength(Text.Reason);
        credential.Property(c => c.NotStarted).HasMaxLength(Text.Reason);
        credential.Property(c => c.ScheduledBy).HasMaxLength(Text.Name);
        credential.Property(c => c.OwnSchedule).HasConversion<JsonText<RotationSchedule>>().HasMaxLength(1000);
        credential.Property(c => c.Version).IsConcurrencyToken();
        credential.Ignore(c => c.NeedsRotation);
        credential.Ignore(c => c.Life);
        credential.Ignore(c => c.Description);
        credential.Ignore(c => c.Ended);
        credential.HasIndex(c => c.ExpiresAt);
        credential.HasIndex(c => new { c.KeptIn, c.Kind });
        // The list's own orders, for one tenant and for all: the first to be due, and what has ended.
        credential.HasIndex(c => new { c.Status, c.DueAt, c.Id, c.TenantId, c.Kind, c.NoticeAt, c.LongLived, c.Shared });
        credential.HasIndex(c => new { c.TenantId, c.Status, c.DueAt, c.Id, c.Kind, c.NoticeAt, c.LongLived, c.Shared });
        credential.HasIndex(c => new { c.Status, c.RevokedAt, c.Id, c.TenantId });
        credential.HasIndex(c => new { c.ExpiresAt, c.Id, c.TenantId, c.Status, c.Kind });
        credential.HasIndex(c => new { c.LastUsedAt, c.Id, c.TenantId, c.Status, c.Kind });
        credential.HasIndex(c => new { c.Label, c.Id, c.TenantId, c.Status, c.Kind });
        credential.HasIndex(c => new { c.IntegrationId, c.Status, c.DueAt });
        credential.HasIndex(c => c.TargetId);
        credential.HasIndex(c => c.WorkloadId);
        credential.HasIndex(c => c.BackupOwnerId);
        credential.HasIndex(c => new { c.Status, c.PlannedBy });
        credential.HasIndex(c => new { c.StartsItself, c.DueAt });
        credential.HasOne<Tenant>().WithMany().HasForeignKey(c => c.TenantId).OnDelete(DeleteBehavior.Restrict);
        credential.HasOne<Integration>().WithMany().HasForeignKey(c => c.IntegrationId).OnDelete(DeleteBehavior.Restrict);
        credential.HasOne<WorkloadIdentity>().WithMany().HasForeignKey(c => c.WorkloadId).OnDelete(DeleteBehavior.Restrict);
        credential.HasOne<TargetSystem>().WithMany().HasForeignKey(c => c.TargetId).OnDelete(DeleteBehavior.Restrict);
        credential.HasOne<Person>().WithMany().HasForeignKey(c => c.BackupOwnerId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<Rotation> rotation)
    {
        rotation.ToTable("Rotations");
        rotation.Property(r => r.NewKeptIn).HasMaxLength(Text.Resource);
        rotation.Property(r => r.Version).IsConcurrencyToken();
        rotation.Property(r => r.Account).HasMaxLength(Text.Name);
        rotation.Property(r => r.NewAccount).HasMaxLength(Text.Name + 2);
        rotation.Property(r => r.VaultVersion).HasMaxLength(Text.Name);
        rotation.Property(r => r.Trouble).HasMaxLength(Text.Reason);
        rotation.Ignore(r => r.TakesWord);
        rotation.Ignore(r => r.IsOpen);
        rotation.Ignore(r => r.IsWithdrawing);
        rotation.Ignore(r => r.Next);
        // The database, too, knows that a credential is renewed once at a time.
        rotation.HasIndex(r => r.CredentialId).IsUnique().HasFilter("[EndedAt] IS NULL");
        rotation.HasIndex(r => new { r.CredentialId, r.StartedAt });
        rotation.HasIndex(r => new { r.TenantId, r.EndedAt, r.StartedAt });
        rotation.HasIndex(r => r.IntegrationId);
        rotation.HasIndex(r => new { r.EndedAt, r.DueAt });
        rotation.HasOne<TargetSystem>().WithMany().HasForeignKey(r => r.TargetId).OnDelete(DeleteBehavior.Restrict);
        rotation.HasMany(r => r.Attempts).WithOne().HasForeignKey(a => a.RotationId).OnDelete(DeleteBehavior.Restrict);
        rotation.HasOne<Credential>().WithMany().HasForeignKey(r => r.CredentialId).OnDelete(DeleteBehavior.Restrict);
        rotation.HasOne<Tenant>().WithMany().HasForeignKey(r => r.TenantId).OnDelete(DeleteBehavior.Restrict);
        rotation.HasOne<Integration>().WithMany().HasForeignKey(r => r.IntegrationId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<RotationAttempt> attempt)
    {
        attempt.ToTable("RotationAttempts");
        attempt.HasKey(a => new { a.RotationId, a.Number });
        attempt.Property(a => a.Evidence).HasMaxLength(Text.Reason);
        attempt.Property(a => a.Link).HasMaxLength(Rotation.LongestLink);
    }

    public void Configure(EntityTypeBuilder<RotationPlan> plan)
    {
        plan.ToTable("RotationPlans");
        plan.HasKey(p => p.Number);
        plan.Property(p => p.Number).ValueGeneratedNever();
        plan.Property(p => p.Rules).HasConversion<JsonList<RotationRule>, JsonListComparer<RotationRule>>();
        plan.Property(p => p.Freezes).HasConversion<JsonList<FreezePeriod>, JsonListComparer<FreezePeriod>>();
        plan.Property(p => p.Reason).HasMaxLength(Text.Reason);
        plan.Ignore(p => p.Wishes);
    }

    public void Configure(EntityTypeBuilder<RotationProposal> proposal)
    {
        proposal.ToTable("RotationProposals");
        proposal.HasKey(p => p.Follows);
        proposal.Property(p => p.Follows).ValueGeneratedNever();
        proposal.Property(p => p.Rules).HasConversion<JsonList<RotationRule>, JsonListComparer<RotationRule>>();
        proposal.Property(p => p.Freezes).HasConversion<JsonList<FreezePeriod>, JsonListComparer<FreezePeriod>>();
        proposal.Property(p => p.Reason).HasMaxLength(Text.Reason);
        proposal.Property(p => p.Laxer).HasMaxLength(Text.Reason);
        proposal.Property(p => p.Version).IsConcurrencyToken();
        proposal.Ignore(p => p.Wishes);
    }
}
