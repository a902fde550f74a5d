using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NhiPortal.Domain;
using NhiPortal.Domain.Executions;
using NhiPortal.Domain.Grants;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.People;
using NhiPortal.Domain.Stops;
using NhiPortal.Domain.Targets;
using NhiPortal.Domain.Tenants;

namespace NhiPortal.Data.Mapping;

internal sealed class StopMapping : IEntityTypeConfiguration<Stop>, IEntityTypeConfiguration<StopLine>, IEntityTypeConfiguration<Removal>
{
    public void Configure(EntityTypeBuilder<Stop> stop)
    {
        stop.ToTable("Stops");
        stop.Property(s => s.Key).HasMaxLength(Text.Key);
        stop.Property(s => s.Name).HasMaxLength(Text.Name);
        stop.Property(s => s.Reason).HasMaxLength(Text.Reason);
        stop.Property(s => s.LiftReason).HasMaxLength(Text.Reason);
        stop.Property(s => s.Version).IsConcurrencyToken();
        stop.Ignore(s => s.IsLive);
        // The database, too, knows that one thing is stopped once at a time; decisions find what is live by the same indexes.
        stop.HasIndex(s => s.IntegrationId).IsUnique().HasFilter("[LiftedAt] IS NULL AND [IntegrationId] IS NOT NULL");
        stop.HasIndex(s => s.VendorId).IsUnique().HasFilter("[LiftedAt] IS NULL AND [VendorId] IS NOT NULL");
        stop.HasIndex(s => s.TargetId).IsUnique().HasFilter("[LiftedAt] IS NULL AND [TargetId] IS NOT NULL");
        stop.HasIndex(s => new { s.TenantId, s.Scope }).IsUnique().HasFilter($"[LiftedAt] IS NULL AND [Scope] = '{nameof(StopScope.Tenant)}'");
        stop.HasIndex(s => new { s.LiftedAt, s.At, s.TenantId });
        stop.HasOne<Tenant>().WithMany().HasForeignKey(s => s.TenantId).OnDelete(DeleteBehavior.Restrict);
        stop.HasOne<Integration>().WithMany().HasForeignKey(s => s.IntegrationId).OnDelete(DeleteBehavior.Restrict);
        stop.HasOne<Vendor>().WithMany().HasForeignKey(s => s.VendorId).OnDelete(DeleteBehavior.Restrict);
        stop.HasOne<TargetSystem>().WithMany().HasForeignKey(s => s.TargetId).OnDelete(DeleteBehavior.Restrict);
        stop.HasOne<Person>().WithMany().HasForeignKey(s => s.ById).OnDelete(DeleteBehavior.Restrict);
        stop.HasOne<Person>().WithMany().HasForeignKey(s => s.LiftAskedById).OnDelete(DeleteBehavior.Restrict);
        stop.HasOne<Person>().WithMany().HasForeignKey(s => s.LiftedById).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<StopLine> line)
    {
        line.ToTable("StopLines");
        line.Property(l => l.Subject).HasMaxLength(Text.Key);
        line.Property(l => l.What).HasMaxLength(Text.Reason);
        line.Property(l => l.Trouble).HasMaxLength(Text.Reason);
        line.Property(l => l.Version).IsConcurrencyToken();
        line.HasIndex(l => new { l.StopId, l.Kind, l.Subject }).IsUnique();
        line.HasIndex(l => new { l.StopId, l.State });
        // What is not over is little, however much was ever stopped.
        line.HasIndex(l => new { l.DueAt, l.TargetId }).HasFilter("[EndedAt] IS NULL");
        line.HasIndex(l => new { l.TargetId, l.StopId });
        line.HasIndex(l => new { l.IntegrationId, l.StopId });
        line.HasIndex(l => l.WhoId);
        line.HasOne<Stop>().WithMany().HasForeignKey(l => l.StopId).OnDelete(DeleteBehavior.Restrict);
        line.HasOne<Integration>().WithMany().HasForeignKey(l => l.IntegrationId).OnDelete(DeleteBehavior.Restrict);
        line.HasOne<TargetSystem>().WithMany().HasForeignKey(l => l.TargetId).OnDelete(DeleteBehavior.Restrict);
        line.HasOne<Grant>().WithMany().HasForeignKey(l => l.GrantId).OnDelete(DeleteBehavior.Restrict);
        line.HasOne<Removal>().WithMany().HasForeignKey(l => l.RemovalId).OnDelete(DeleteBehavior.Restrict);
        line.HasOne<Person>().WithMany().HasForeignKey(l => l.WhoId).OnDelete(DeleteBehavior.Restrict);
        line.HasOne<Person>().WithMany().HasForeignKey(l => l.ConfirmedById).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<Removal> removal)
    {
        removal.ToTable("Removals");
        removal.Property(r => r.Change).HasConversion<JsonText<TargetChange>>().HasMaxLength(3000);
        removal.Property(r => r.Before).HasConversion<JsonText<TargetState>>().HasMaxLength(1000);
        removal.Property(r => r.After).HasConversion<JsonText<TargetState>>().HasMaxLength(1000);
        removal.Property(r => r.Subject).HasMaxLength(64);
        removal.Property(r => r.Reason).HasMaxLength(Text.Reason);
        removal.Property(r => r.Trouble).HasMaxLength(Text.Reason);
        removal.Property(r => r.Version).IsConcurrencyToken();
        // The same is not taken away twice at a time, whoever orders it.
        removal.HasIndex(r => r.Subject).IsUnique().HasFilter("[EndedAt] IS NULL");
        removal.HasIndex(r => r.DueAt).HasFilter("[EndedAt] IS NULL");
        removal.HasIndex(r => r.OrderedAt);
        removal.HasOne<Tenant>().WithMany().HasForeignKey(r => r.TenantId).OnDelete(DeleteBehavior.Restrict);
        removal.HasOne<TargetSystem>().WithMany().HasForeignKey(r => r.TargetId).OnDelete(DeleteBehavior.Restrict);
        removal.HasOne<Integration>().WithMany().HasForeignKey(r => r.IntegrationId).OnDelete(DeleteBehavior.Restrict);
        removal.HasOne<Person>().WithMany().HasForeignKey(r => r.OrderedById).OnDelete(DeleteBehavior.Restrict);
    }
}
