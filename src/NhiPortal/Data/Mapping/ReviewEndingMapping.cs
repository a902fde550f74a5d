using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NhiPortal.Domain;
using NhiPortal.Domain.Executions;
using NhiPortal.Domain.Grants;
using NhiPortal.Domain.People;
using NhiPortal.Domain.Reviews;
using NhiPortal.Domain.Targets;

namespace NhiPortal.Data.Mapping;

internal sealed class ReviewEndingMapping : IEntityTypeConfiguration<ReviewCampaign>, IEntityTypeConfiguration<CarryOut>
{
    public void Configure(EntityTypeBuilder<ReviewCampaign> campaign)
    {
        campaign.Property(c => c.EndReason).HasMaxLength(Text.Reason);
        campaign.Property(c => c.Quality).HasConversion<JsonText<ReviewQuality>>().HasMaxLength(4000);
        campaign.Property(c => c.SignOffWords).HasMaxLength(Text.Reason);
        campaign.Ignore(c => c.CountsAsEvidence);
        campaign.HasOne<Person>().WithMany().HasForeignKey(c => c.EndedById).OnDelete(DeleteBehavior.Restrict);
        campaign.HasOne<Person>().WithMany().HasForeignKey(c => c.SignedOffById).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<CarryOut> line)
    {
        line.ToKeptTable("CarryOuts");
        // The database, too, knows that each line is written once.
        line.HasKey(l => new { l.CampaignId, l.ItemNumber, l.Number });
        line.Property(l => l.What).HasMaxLength(Text.Reason);
        line.Property(l => l.Trouble).HasMaxLength(Text.Reason);
        line.Property(l => l.Proof).HasMaxLength(Text.Reason);
        line.Property(l => l.Version).IsConcurrencyToken();
        line.HasIndex(l => new { l.CampaignId, l.State, l.ItemNumber });
        // What is not done is little, however much was ever reviewed.
        line.HasIndex(l => new { l.CampaignId, l.DueAt }).HasFilter("[DoneAt] IS NULL").HasDatabaseName("IX_CarryOuts_Open");
        line.HasIndex(l => l.WhoId).HasFilter("[WhoId] IS NOT NULL");
        line.HasOne<ReviewItem>().WithMany().HasForeignKey(l => new { l.CampaignId, l.ItemNumber }).OnDelete(DeleteBehavior.Restrict);
        line.HasOne<TargetSystem>().WithMany().HasForeignKey(l => l.TargetId).OnDelete(DeleteBehavior.Restrict);
        line.HasOne<Grant>().WithMany().HasForeignKey(l => l.GrantId).OnDelete(DeleteBehavior.Restrict);
        line.HasOne<Removal>().WithMany().HasForeignKey(l => l.RemovalId).OnDelete(DeleteBehavior.Restrict);
        line.HasOne<Person>().WithMany().HasForeignKey(l => l.WhoId).OnDelete(DeleteBehavior.Restrict);
        line.HasOne<Person>().WithMany().HasForeignKey(l => l.ConfirmedById).OnDelete(DeleteBehavior.Restrict);
    }
}
