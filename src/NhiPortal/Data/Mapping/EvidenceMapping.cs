using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NhiPortal.Domain;
using NhiPortal.Domain.Evidence;
using NhiPortal.Domain.People;
using NhiPortal.Domain.Questions;

namespace NhiPortal.Data.Mapping;

internal sealed class EvidenceMapping : IEntityTypeConfiguration<EvidencePackage>, IEntityTypeConfiguration<EvidencePart>, IEntityTypeConfiguration<QuestionSample>
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
        Tenants(package.Property(p => p.Sees));
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

    public void Configure(EntityTypeBuilder<QuestionSample> sample)
    {
        sample.ToTable("QuestionSamples");
        sample.Property(s => s.Question).HasMaxLength(Text.Key);
        sample.Property(s => s.Address).HasMaxLength(QuestionSample.LongestAddress);
        sample.Property(s => s.Words).HasMaxLength(Text.Reason);
        sample.Property(s => s.PopulationSha256).HasMaxLength(64);
        sample.Property(s => s.Seed).HasMaxLength(QuestionSample.LongestSeed);
        sample.Property(s => s.DrawnBy).HasMaxLength(Text.Name);
        sample.Property(s => s.Lines).HasConversion<JsonList<QuestionLine>, JsonListComparer<QuestionLine>>();
        sample.Property(s => s.Sha256).HasMaxLength(64);
        sample.Ignore(s => s.IsIntact);
        Tenants(sample.Property(s => s.Sees)).HasMaxLength(4000);
        sample.HasIndex(s => s.DrawnAt);
        sample.HasIndex(s => new { s.Question, s.DrawnAt });
        sample.HasOne<Person>().WithMany().HasForeignKey(s => s.DrawnById).OnDelete(DeleteBehavior.Restrict);
    }

    /// <summary>Tenants somebody could see, in order; null is every tenant.</summary>
    internal static PropertyBuilder<IReadOnlyList<TenantId>?> Tenants(PropertyBuilder<IReadOnlyList<TenantId>?> sees) => sees.HasConversion(
        tenants => tenants == null ? null : string.Join(',', tenants), text => text == null ? null : Read(text),
        new ValueComparer<IReadOnlyList<TenantId>?>((a, b) => a == b || (a != null && b != null && a.SequenceEqual(b)), tenants => tenants == null ? -1 : tenants.Count));

    private static IReadOnlyList<TenantId> Read(string text) => text.Length == 0 ? [] : [.. text.Split(',').Select(id => new TenantId(Guid.Parse(id)))];
}
