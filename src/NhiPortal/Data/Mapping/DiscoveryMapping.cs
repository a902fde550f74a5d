using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NhiPortal.Domain;
using NhiPortal.Domain.Discovery;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.People;
using NhiPortal.Domain.Targets;
using NhiPortal.Domain.Tenants;

namespace NhiPortal.Data.Mapping;

internal sealed class DiscoveryMapping : IEntityTypeConfiguration<Candidate>, IEntityTypeConfiguration<TargetReading>
{
    public void Configure(EntityTypeBuilder<Candidate> candidate)
    {
        candidate.ToTable("Candidates");
        candidate.Property(c => c.AccountId).HasMaxLength(FoundAccount.LongestId);
        candidate.Property(c => c.AccountName).HasMaxLength(FoundAccount.LongestId);
        candidate.Property(c => c.DisplayName).HasMaxLength(Text.Name);
        candidate.Property(c => c.CanDo).HasMaxLength(Text.Reason);
        candidate.Property(c => c.OwnerHint).HasMaxLength(Text.Resource);
        candidate.Property(c => c.Reason).HasMaxLength(Text.Reason);
        candidate.Property(c => c.Version).IsConcurrencyToken();
        candidate.HasIndex(c => new { c.TargetId, c.AccountId }).IsUnique();
        candidate.HasIndex(c => new { c.TargetId, c.Administrator, c.Status });
        candidate.HasIndex(c => new { c.Status, c.Administrator, c.FirstSeenAt });
        candidate.HasIndex(c => c.IntegrationId);
        candidate.HasOne<Tenant>().WithMany().HasForeignKey(c => c.TenantId).OnDelete(DeleteBehavior.Restrict);
        candidate.HasOne<TargetSystem>().WithMany().HasForeignKey(c => c.TargetId).OnDelete(DeleteBehavior.Restrict);
        candidate.HasOne<Integration>().WithMany().HasForeignKey(c => c.IntegrationId).OnDelete(DeleteBehavior.Restrict);
        candidate.HasOne<Person>().WithMany().HasForeignKey(c => c.LikelyOwnerId).OnDelete(DeleteBehavior.Restrict);
        candidate.HasOne<Person>().WithMany().HasForeignKey(c => c.DecidedById).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<TargetReading> reading)
    {
        reading.ToTable("TargetReadings");
        reading.HasKey(r => r.TargetId);
        reading.Property(r => r.TargetId).ValueGeneratedNever();
        reading.Property(r => r.Source).HasMaxLength(Text.Key);
        reading.Property(r => r.LastFault).HasMaxLength(Text.Reason);
        reading.Property(r => r.Version).IsConcurrencyToken();
        reading.HasOne<TargetSystem>().WithMany().HasForeignKey(r => r.TargetId).OnDelete(DeleteBehavior.Restrict);
    }
}
