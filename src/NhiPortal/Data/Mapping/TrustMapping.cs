using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NhiPortal.Domain;
using NhiPortal.Domain.Targets;
using NhiPortal.Domain.Tenants;
using NhiPortal.Domain.Trust;

namespace NhiPortal.Data.Mapping;

internal sealed class TrustMapping : IEntityTypeConfiguration<TrustedIssuer>, IEntityTypeConfiguration<EnforcementPoint>, IEntityTypeConfiguration<RegistrationClient>,
    IEntityTypeConfiguration<GuardedTarget>, IEntityTypeConfiguration<SeenToken>, IEntityTypeConfiguration<IdempotentAnswer>
{
    public void Configure(EntityTypeBuilder<TrustedIssuer> issuer)
    {
        issuer.ToTable("Issuers");
        issuer.HasKey(i => i.Issuer);
        issuer.Property(i => i.Issuer).HasMaxLength(300);
        issuer.Property(i => i.Name).HasMaxLength(Text.Name);
        issuer.Property(i => i.Audience).HasMaxLength(300);
        issuer.Property(i => i.KeySetAddress).HasMaxLength(1000);
        issuer.Property(i => i.SubjectClaim).HasMaxLength(100);
        issuer.Property(i => i.Algorithms).HasConversion<JsonList<string>, JsonListComparer<string>>().HasMaxLength(400);
    }

    public void Configure(EntityTypeBuilder<EnforcementPoint> point)
    {
        point.ToTable("EnforcementPoints");
        point.Property(p => p.Key).HasMaxLength(Text.Key);
        point.Property(p => p.Name).HasMaxLength(Text.Name);
        point.Property(p => p.Issuer).HasMaxLength(300);
        point.Property(p => p.Subject).HasMaxLength(300);
        point.HasIndex(p => p.Key).IsUnique();
        point.HasIndex(p => new { p.Issuer, p.Subject }).IsUnique();
        point.HasMany(p => p.Guards).WithOne().HasForeignKey(g => g.EnforcementPointId).OnDelete(DeleteBehavior.Cascade);
        point.Navigation(p => p.Guards).AutoInclude();
    }

    public void Configure(EntityTypeBuilder<RegistrationClient> client)
    {
        client.ToTable("RegistrationClients");
        client.Property(c => c.Key).HasMaxLength(Text.Key);
        client.Property(c => c.Name).HasMaxLength(Text.Name);
        client.Property(c => c.Issuer).HasMaxLength(300);
        client.Property(c => c.Subject).HasMaxLength(300);
        client.HasIndex(c => c.Key).IsUnique();
        client.HasIndex(c => new { c.Issuer, c.Subject }).IsUnique();
        client.HasOne<Tenant>().WithMany().HasForeignKey(c => c.TenantId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<GuardedTarget> guard)
    {
        guard.ToTable("GuardedTargets");
        guard.HasKey(g => new { g.EnforcementPointId, g.TargetId });
        guard.HasOne<TargetSystem>().WithMany().HasForeignKey(g => g.TargetId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<SeenToken> token)
    {
        token.ToTable("SeenTokens");
        token.HasKey(t => t.Hash);
        token.Property(t => t.Hash).HasMaxLength(64);
        token.HasIndex(t => t.Until);
    }

    public void Configure(EntityTypeBuilder<IdempotentAnswer> answer)
    {
        answer.ToTable("IdempotentAnswers");
        answer.HasKey(a => a.Key);
        answer.Property(a => a.Key).HasMaxLength(64);
        answer.Property(a => a.BodyHash).HasMaxLength(64);
        answer.HasIndex(a => a.Until);
    }
}
