using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NhiPortal.Domain;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.People;
using NhiPortal.Domain.Targets;
using NhiPortal.Domain.Tenants;

namespace NhiPortal.Data.Mapping;

internal sealed class OrganisationMapping : IEntityTypeConfiguration<Tenant>, IEntityTypeConfiguration<Person>, IEntityTypeConfiguration<TenantAccess>, IEntityTypeConfiguration<PeopleSync>,
    IEntityTypeConfiguration<Vendor>, IEntityTypeConfiguration<VendorSystem>, IEntityTypeConfiguration<TargetSystem>, IEntityTypeConfiguration<PrivilegedAction>
{
    public void Configure(EntityTypeBuilder<Tenant> tenant)
    {
        tenant.ToTable("Tenants");
        tenant.Property(t => t.Key).HasMaxLength(Text.Key);
        tenant.Property(t => t.Name).HasMaxLength(Text.Name);
        tenant.Property(t => t.DirectoryId).HasMaxLength(100);
        tenant.HasIndex(t => t.Key).IsUnique();
    }

    public void Configure(EntityTypeBuilder<Person> person)
    {
        person.ToTable("People");
        person.Property(p => p.ObjectId).HasMaxLength(100);
        person.Property(p => p.Name).HasMaxLength(Text.Name);
        person.Property(p => p.Mail).HasMaxLength(Text.Mail);
        person.Property(p => p.Source).HasMaxLength(40);
        person.Property(p => p.Version).IsConcurrencyToken();
        person.Ignore(p => p.Active);
        person.HasIndex(p => p.ObjectId).IsUnique();
        person.HasIndex(p => new { p.Name, p.Id });
        person.HasIndex(p => new { p.TenantId, p.Name, p.Id });
        person.HasIndex(p => new { p.Status, p.Name, p.Id });
        person.HasIndex(p => p.Mail);
        person.HasIndex(p => p.UnreachableSince).HasFilter("[UnreachableSince] IS NOT NULL");
        person.HasOne<Tenant>().WithMany().HasForeignKey(p => p.TenantId).OnDelete(DeleteBehavior.Restrict);
        person.HasOne<Person>().WithMany().HasForeignKey(p => p.ManagerId).OnDelete(DeleteBehavior.Restrict);
        person.HasMany(p => p.AlsoIn).WithOne().HasForeignKey(access => access.PersonId).OnDelete(DeleteBehavior.Cascade);
        person.Navigation(p => p.AlsoIn).AutoInclude();
    }

    public void Configure(EntityTypeBuilder<TenantAccess> access)
    {
        access.ToTable("TenantAccess");
        access.HasKey(a => new { a.PersonId, a.TenantId });
        access.HasOne<Tenant>().WithMany().HasForeignKey(a => a.TenantId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<PeopleSync> sync)
    {
        sync.ToTable("PeopleSyncs");
        sync.Property(s => s.Source).HasMaxLength(40);
        sync.Property(s => s.StartedBy).HasMaxLength(Text.Name);
        sync.Property(s => s.Problem).HasMaxLength(Text.Reason);
        sync.Property(s => s.Lines).HasConversion<JsonList<SyncLine>, JsonListComparer<SyncLine>>();
        sync.Property(s => s.Version).IsConcurrencyToken();
        sync.Ignore(s => s.Changes);
        sync.HasIndex(s => s.EndedAt);
    }

    public void Configure(EntityTypeBuilder<Vendor> vendor)
    {
        vendor.ToTable("Vendors");
        vendor.Property(v => v.Key).HasMaxLength(Text.Key);
        vendor.Property(v => v.Name).HasMaxLength(Text.Name);
        vendor.Property(v => v.Contact).HasMaxLength(320);
        vendor.Property(v => v.Version).IsConcurrencyToken();
        vendor.HasIndex(v => v.Key).IsUnique();
        vendor.HasIndex(v => v.Name);
        vendor.HasMany(v => v.Systems).WithOne().HasForeignKey(system => system.VendorId).OnDelete(DeleteBehavior.Cascade);
        vendor.Navigation(v => v.Systems).AutoInclude();
        vendor.HasOne<Tenant>().WithMany().HasForeignKey(v => v.TenantId).OnDelete(DeleteBehavior.Restrict);
        vendor.HasOne<Person>().WithMany().HasForeignKey(v => v.ContractOwnerId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<VendorSystem> system)
    {
        system.ToTable("VendorSystems");
        system.HasKey(s => new { s.VendorId, s.TargetId });
        system.HasOne<TargetSystem>().WithMany().HasForeignKey(s => s.TargetId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<TargetSystem> target)
    {
        target.ToTable("Targets");
        target.Property(t => t.Key).HasMaxLength(Text.Key);
        target.Property(t => t.Name).HasMaxLength(Text.Name);
        target.Property(t => t.Version).IsConcurrencyToken();
        target.HasIndex(t => t.Key).IsUnique();
        target.HasIndex(t => t.Name);
        target.HasIndex(t => t.DutyChiefId);
        target.HasOne<Person>().WithMany().HasForeignKey(t => t.DutyChiefId).OnDelete(DeleteBehavior.Restrict);
        target.HasOne<Tenant>().WithMany().HasForeignKey(t => t.TenantId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<PrivilegedAction> action)
    {
        action.ToTable("Actions");
        action.HasKey(a => a.Name);
        action.Property(a => a.Name).HasMaxLength(Text.Key);
        action.Property(a => a.Title).HasMaxLength(Text.Name);
        action.Property(a => a.ResourceType).HasMaxLength(Text.Key);
        action.Property(a => a.MeaningfulFields).HasConversion<JsonList<string>, JsonListComparer<string>>().HasMaxLength(2000);
    }
}
