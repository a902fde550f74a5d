using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NhiPortal.Domain;
using NhiPortal.Domain.BreakGlass;
using NhiPortal.Domain.Grants;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.People;
using NhiPortal.Domain.Requests;
using NhiPortal.Domain.Targets;

namespace NhiPortal.Data.Mapping;

internal sealed class BreakGlassMapping : IEntityTypeConfiguration<BreakGlassUse>, IEntityTypeConfiguration<BreakGlassDrill>
{
    public void Configure(EntityTypeBuilder<BreakGlassUse> use)
    {
        use.ToTable("BreakGlassUses");
        use.Property(u => u.Reason).HasMaxLength(Text.Reason);
        use.Property(u => u.SetAside).HasConversion<JsonList<string>, JsonListComparer<string>>().HasMaxLength(500);
        use.Property(u => u.WhatHappened).HasMaxLength(Text.Reason);
        use.Property(u => u.WhatChanged).HasMaxLength(Text.Reason);
        use.Property(u => u.Evidence).HasMaxLength(Text.Reason);
        use.Property(u => u.Rotated).HasMaxLength(Text.Reason);
        use.Property(u => u.Version).IsConcurrencyToken();
        // The database, too, knows that one request is let through once.
        use.HasIndex(u => u.RequestId).IsUnique();
        // And that two at once cannot both begin while nothing is owed on a target; only its duty chief may add to a debt.
        use.HasIndex(u => u.TargetId).IsUnique().HasFilter($"[ReviewedAt] IS NULL AND [Standing] <> '{nameof(BreakGlassStanding.DutyChief)}'");
        use.HasIndex(u => new { u.TargetId, u.ReviewedAt });
        use.HasIndex(u => new { u.ReviewedAt, u.ReviewDue });
        use.HasIndex(u => new { u.TenantId, u.UsedAt });
        use.HasIndex(u => u.UsedAt);
        use.HasOne<AccessRequest>().WithMany().HasForeignKey(u => u.RequestId).OnDelete(DeleteBehavior.Restrict);
        use.HasOne<Grant>().WithMany().HasForeignKey(u => u.GrantId).OnDelete(DeleteBehavior.Restrict);
        use.HasOne<Integration>().WithMany().HasForeignKey(u => u.IntegrationId).OnDelete(DeleteBehavior.Restrict);
        use.HasOne<TargetSystem>().WithMany().HasForeignKey(u => u.TargetId).OnDelete(DeleteBehavior.Restrict);
        use.HasOne<Person>().WithMany().HasForeignKey(u => u.PersonId).OnDelete(DeleteBehavior.Restrict);
        use.HasOne<Person>().WithMany().HasForeignKey(u => u.ReviewedById).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<BreakGlassDrill> drill)
    {
        drill.ToTable("BreakGlassDrills");
        drill.Property(d => d.Note).HasMaxLength(Text.Reason);
        drill.Ignore(d => d.Passed);
        drill.HasIndex(d => new { d.TargetId, d.DrilledAt });
        drill.HasOne<TargetSystem>().WithMany().HasForeignKey(d => d.TargetId).OnDelete(DeleteBehavior.Restrict);
        drill.HasOne<Person>().WithMany().HasForeignKey(d => d.PersonId).OnDelete(DeleteBehavior.Restrict);
    }
}
