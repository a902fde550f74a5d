using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NhiPortal.Domain;
using NhiPortal.Domain.Policy;

namespace NhiPortal.Data.Mapping;

internal sealed class PolicyMapping : IEntityTypeConfiguration<PolicyVersion>, IEntityTypeConfiguration<PolicyDraft>
{
    public void Configure(EntityTypeBuilder<PolicyVersion> policy)
    {
        policy.ToTable("Policies");
        policy.HasKey(p => p.Number);
        policy.Property(p => p.Number).ValueGeneratedNever();
        policy.Property(p => p.Rules).HasConversion<JsonList<ApprovalRule>, JsonListComparer<ApprovalRule>>();
        policy.Property(p => p.Hands).HasConversion<JsonList<PersonId>, JsonListComparer<PersonId>>();
        policy.Property(p => p.Reason).HasMaxLength(Text.Reason);
    }

    public void Configure(EntityTypeBuilder<PolicyDraft> draft)
    {
        draft.ToTable("PolicyDrafts");
        draft.Property(d => d.Id).ValueGeneratedNever();
        draft.Property(d => d.Rules).HasConversion<JsonList<ApprovalRule>, JsonListComparer<ApprovalRule>>();
        draft.Property(d => d.Editors).HasConversion<JsonList<PersonId>, JsonListComparer<PersonId>>();
        draft.Property(d => d.AskReason).HasMaxLength(Text.Reason);
        draft.Property(d => d.DeclineReason).HasMaxLength(Text.Reason);
        draft.Property(d => d.Token).IsConcurrencyToken();
    }
}
