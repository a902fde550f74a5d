using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NhiPortal.Domain;
using NhiPortal.Domain.Evidence;
using NhiPortal.Domain.People;

namespace NhiPortal.Data.Mapping;

internal sealed class EvidenceMapping : IEntityTypeConfiguration<EvidencePackage>, IEntityTypeConfiguration<EvidencePart>
{
    public void Configure(EntityTypeBuilder<EvidencePackage> package)
    {
        package.ToTable("EvidencePackages");
        package.Property(p => p.AskedBy).HasMaxLength(Text.Name);
        package.Property(p => p.Reason).HasMaxLength(Text.Reason);
        package.Property(p => p.Scope).HasMaxLength(Text.Reason);
        package.Property(p => p.Framework).HasMaxLength(EvidencePackage.LongestFramework);
        package.Property(p => p.Sha256).HasMaxLength(64);
        package.Property(p => p.Trouble).HasMaxLength(Text.Reason);
        package.Property(p => p.Sees).HasConversion(
            tenants => tenants == null ? null : string.Join(',', tenants), text => text == null ? null : Read(text),
            new ValueComparer<IReadOnlyList<TenantId>?>((a, b) => a == b || (a != null && b != null && a.SequenceEqual(b)), tenants => tenants == null ? -1 : tenants.Count));
        package.Property(p => p.Version).IsConcurrencyToken();
        package.HasIndex(p => p.AskedAt);
        package.HasIndex(p => new { p.State, p.AskedAt });
        package.HasOne<Person>().WithMany().HasForeignKey(p => p.AskedById).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<EvidencePart> part)
    {
        part.ToTable("EvidenceParts");
        part.HasKey(p => new { p.PackageId, p.Number });
        part.HasOne<EvidencePackage>().WithMany().HasForeignKey(p => p.PackageId).OnDelete(DeleteBehavior.Cascade);
    }

    private static IReadOnlyList<TenantId> Read(string text) => text.Length == 0 ? [] : [.. text.Split(',').Select(id => new TenantId(Guid.Parse(id)))];
}
