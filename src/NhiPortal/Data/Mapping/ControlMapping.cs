using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NhiPortal.Domain;
using NhiPortal.Domain.Controls;
using NhiPortal.Domain.Tenants;

namespace NhiPortal.Data.Mapping;

internal sealed class ControlMapping : IEntityTypeConfiguration<ControlMeasure>, IEntityTypeConfiguration<ControlFailing>, IEntityTypeConfiguration<ControlFailingList>, IEntityTypeConfiguration<ControlRun>
{
    public void Configure(EntityTypeBuilder<ControlMeasure> measure)
    {
        measure.ToTable("ControlMeasures");
        // By tenant and day, which is how a page reads them: the newest, or the last ninety.
        measure.HasKey(m => new { m.TenantId, m.Day, m.Query });
        measure.HasIndex(m => m.Day);
        measure.Property(m => m.Query).HasMaxLength(60);
        measure.Property(m => m.Missing).HasMaxLength(Text.Reason);
        measure.HasOne<Tenant>().WithMany().HasForeignKey(m => m.TenantId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<ControlFailing> failing)
    {
        failing.ToTable("ControlFailings");
        failing.HasKey(f => new { f.Query, f.TenantId, f.Number });
        failing.Property(f => f.Query).HasMaxLength(60);
        failing.Property(f => f.Key).HasMaxLength(Text.Resource);
        failing.Property(f => f.Name).HasMaxLength(Text.Reason);
        failing.Property(f => f.Detail).HasMaxLength(Text.Reason);
        failing.HasOne<Tenant>().WithMany().HasForeignKey(f => f.TenantId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<ControlFailingList> list)
    {
        list.ToTable("ControlFailingLists");
        list.HasKey(l => new { l.TenantId, l.Query, l.Day });
        list.Property(l => l.Query).HasMaxLength(60);
        list.HasOne<Tenant>().WithMany().HasForeignKey(l => l.TenantId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<ControlRun> run)
    {
        run.ToTable("ControlRun");
        run.Property(r => r.Id).ValueGeneratedNever();
        run.HasData(new ControlRun());
    }
}
