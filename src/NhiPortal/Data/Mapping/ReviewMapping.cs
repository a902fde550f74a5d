using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NhiPortal.Domain;
using NhiPortal.Domain.Credentials;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.People;
using NhiPortal.Domain.Reviews;
using NhiPortal.Domain.Targets;
using NhiPortal.Domain.Tenants;

namespace NhiPortal.Data.Mapping;

internal sealed class ReviewMapping : IEntityTypeConfiguration<ReviewCampaign>, IEntityTypeConfiguration<ReviewItem>, IEntityTypeConfiguration<ReviewDecision>
{
    public void Configure(EntityTypeBuilder<ReviewCampaign> campaign)
    {
        campaign.ToKeptTable("ReviewCampaigns");
        campaign.Property(c => c.Name).HasMaxLength(Text.Name);
        campaign.Property(c => c.Plan).HasConversion<JsonText<CampaignPlan>>().HasMaxLength(3000);
        campaign.Property(c => c.Stale).HasConversion<JsonList<string>, JsonListComparer<string>>().HasMaxLength(4000);
        campaign.Property(c => c.ExtendReason).HasMaxLength(Text.Reason);
        campaign.Property(c => c.Trouble).HasMaxLength(Text.Reason);
        campaign.Property(c => c.Version).IsConcurrencyToken();
        campaign.Ignore(c => c.Escalation);
        // The database, too, knows that each turn of a series is made once.
        campaign.HasIndex(c => new { c.SeriesId, c.Turn }).IsUnique();
        campaign.HasIndex(c => new { c.TenantId, c.CreatedAt });
        campaign.HasIndex(c => new { c.State, c.DueAt });
        campaign.HasIndex(c => c.NextOn).HasFilter("[NextOn] IS NOT NULL");
        campaign.HasOne<Tenant>().WithMany().HasForeignKey(c => c.TenantId).OnDelete(DeleteBehavior.Restrict);
        campaign.HasOne<Person>().WithMany().HasForeignKey(c => c.LeadId).OnDelete(DeleteBehavior.Restrict);
        campaign.HasOne<Person>().WithMany().HasForeignKey(c => c.CreatedById).OnDelete(DeleteBehavior.Restrict);
        campaign.HasOne<Person>().WithMany().HasForeignKey(c => c.ExtendedById).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<ReviewItem> item)
    {
        item.ToKeptTable("ReviewItems");
        item.HasKey(i => new { i.CampaignId, i.Number });
        item.Property(i => i.Action).HasMaxLength(Text.Name);
        item.Property(i => i.Pattern).HasMaxLength(Text.Resource);
        item.Property(i => i.Facts).HasConversion<JsonText<ReviewFacts>>();
        item.Property(i => i.Reasons).HasConversion<JsonList<string>, JsonListComparer<string>>().HasMaxLength(4000);
        item.Property(i => i.ReduceTo).HasMaxLength(Text.Resource);
        item.Property(i => i.Version).IsConcurrencyToken();
        item.Ignore(i => i.IsWaiting);
        item.Ignore(i => i.IsLastStage);
        item.Ignore(i => i.Alone);
        // What waits for somebody, in order of number; and all there is of a campaign by who, where and how.
        item.HasIndex(i => new { i.ReviewerId, i.CampaignId, i.Number }).HasFilter("[Outcome] IS NULL").HasDatabaseName("IX_ReviewItems_Waiting");
        item.HasIndex(i => new { i.EscalatedToId, i.CampaignId, i.Number }).HasFilter("[EscalatedToId] IS NOT NULL");
        item.HasIndex(i => new { i.CampaignId, i.ReviewerId, i.Outcome });
        item.HasIndex(i => new { i.CampaignId, i.TargetId, i.Outcome });
        item.HasIndex(i => new { i.CampaignId, i.Risk, i.Outcome });
        item.HasIndex(i => new { i.IntegrationId, i.OutcomeAt });
        item.HasIndex(i => new { i.OutcomeAt, i.CampaignId, i.Number });
        item.HasOne<ReviewCampaign>().WithMany().HasForeignKey(i => i.CampaignId).OnDelete(DeleteBehavior.Restrict);
        item.HasOne<Tenant>().WithMany().HasForeignKey(i => i.TenantId).OnDelete(DeleteBehavior.Restrict);
        item.HasOne<Integration>().WithMany().HasForeignKey(i => i.IntegrationId).OnDelete(DeleteBehavior.Restrict);
        item.HasOne<TargetSystem>().WithMany().HasForeignKey(i => i.TargetId).OnDelete(DeleteBehavior.Restrict);
        item.HasOne<PrivilegePath>().WithMany().HasForeignKey(i => i.PathId).OnDelete(DeleteBehavior.Restrict);
        item.HasOne<Credential>().WithMany().HasForeignKey(i => i.CredentialId).OnDelete(DeleteBehavior.Restrict);
        item.HasOne<Person>().WithMany().HasForeignKey(i => i.ReviewerId).OnDelete(DeleteBehavior.Restrict);
        item.HasOne<Person>().WithMany().HasForeignKey(i => i.EscalatedToId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<ReviewDecision> decision)
    {
        // A draft is nobody's answer yet.
        decision.ToKeptTable("ReviewDecisions", nameof(ReviewDecision.SubmittedAt));
        decision.HasKey(d => new { d.CampaignId, d.ItemNumber, d.Number });
        decision.Property(d => d.TieWords).HasMaxLength(Text.Reason);
        decision.Property(d => d.Reason).HasMaxLength(Text.Reason);
        decision.Property(d => d.ReduceTo).HasMaxLength(Text.Resource);
        decision.HasIndex(d => new { d.CampaignId, d.PersonId, d.SubmittedAt });
        decision.HasOne<ReviewItem>().WithMany().HasForeignKey(d => new { d.CampaignId, d.ItemNumber }).OnDelete(DeleteBehavior.Restrict);
        decision.HasOne<Person>().WithMany().HasForeignKey(d => d.PersonId).OnDelete(DeleteBehavior.Restrict);
        decision.HasOne<Person>().WithMany().HasForeignKey(d => d.ForId).OnDelete(DeleteBehavior.Restrict);
        decision.HasOne<Person>().WithMany().HasForeignKey(d => d.ToId).OnDelete(DeleteBehavior.Restrict);
    }
}
