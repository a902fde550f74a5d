using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NhiPortal.Domain;
using NhiPortal.Domain.Audit;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Tenants;

namespace NhiPortal.Data.Mapping;

internal sealed class RetentionMapping : IEntityTypeConfiguration<LogArchive>, IEntityTypeConfiguration<LegalHold>
{
    public void Configure(EntityTypeBuilder<LogArchive> archive)
    {
        archive.ToTable("LogArchives");
        archive.Property(a => a.Id).ValueGeneratedNever();
        archive.Property(a => a.File).HasMaxLength(Text.Name);
        archive.Property(a => a.Sha256).HasMaxLength(64);
        archive.Property(a => a.AskedBy).HasMaxLength(Text.Name);
        archive.Property(a => a.AgreedBy).HasMaxLength(Text.Name);
        archive.Property(a => a.Reason).HasMaxLength(Text.Reason);
        archive.Property(a => a.Trouble).HasMaxLength(Text.Reason);
        archive.Property(a => a.Version).IsConcurrencyToken();
        archive.Ignore(a => a.Stretch);
        // A stretch is in one archive only, also when two instances write at once.
        archive.HasIndex(a => a.First).IsUnique().HasFilter("[State] <> 'Discarded'");
    }

    public void Configure(EntityTypeBuilder<LegalHold> hold)
    {
        hold.ToTable("LegalHolds");
        hold.Property(h => h.Id).ValueGeneratedNever();
        hold.Property(h => h.Name).HasMaxLength(Text.Name);
        hold.Property(h => h.Reason).HasMaxLength(Text.Reason);
        hold.Property(h => h.PlacedBy).HasMaxLength(Text.Name);
        hold.Property(h => h.EndedBy).HasMaxLength(Text.Name);
        hold.Property(h => h.EndReason).HasMaxLength(Text.Reason);
        hold.Property(h => h.Version).IsConcurrencyToken();
        hold.Ignore(h => h.IsOpen);
        hold.HasIndex(h => h.EndedAt);
        hold.HasOne<Tenant>().WithMany().HasForeignKey(h => h.TenantId).OnDelete(DeleteBehavior.Restrict);
        hold.HasOne<Integration>().WithMany().HasForeignKey(h => h.IntegrationId).OnDelete(DeleteBehavior.Restrict);
    }
}
