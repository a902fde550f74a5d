using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NhiPortal.Domain;
using NhiPortal.Domain.AccessRules;
using NhiPortal.Domain.Tenants;

namespace NhiPortal.Data.Mapping;

internal sealed class AccessRuleMapping : IEntityTypeConfiguration<AccessRuleVersion>, IEntityTypeConfiguration<AccessRuleDraft>
{
    public void Configure(EntityTypeBuilder<AccessRuleVersion> version)
    {
        version.ToTable("AccessRuleVersions");
        version.HasKey(v => new { v.TenantId, v.Number });
        version.HasOne<Tenant>().WithMany().HasForeignKey(v => v.TenantId).OnDelete(DeleteBehavior.Restrict);
        version.Property(v => v.Reason).HasMaxLength(Text.Reason);
    }

    public void Configure(EntityTypeBuilder<AccessRuleDraft> draft)
    {
        draft.ToTable("AccessRuleDrafts");
        draft.HasKey(d => d.TenantId);
        draft.HasOne<Tenant>().WithMany().HasForeignKey(d => d.TenantId).OnDelete(DeleteBehavior.Restrict);
        draft.Property(d => d.Editors).HasConversion<JsonList<PersonId>, JsonListComparer<PersonId>>();
        draft.Property(d => d.AskReason).HasMaxLength(Text.Reason);
        draft.Property(d => d.DeclineReason).HasMaxLength(Text.Reason);
        draft.Property(d => d.Token).IsConcurrencyToken();
    }
}
