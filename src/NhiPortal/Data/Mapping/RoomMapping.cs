using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NhiPortal.Domain;
using NhiPortal.Domain.People;
using NhiPortal.Domain.Rooms;

namespace NhiPortal.Data.Mapping;

internal sealed class RoomMapping : IEntityTypeConfiguration<EngagementRoom>, IEntityTypeConfiguration<RoomMember>, IEntityTypeConfiguration<RoomItem>, IEntityTypeConfiguration<RoomRead>
{
    public void Configure(EntityTypeBuilder<EngagementRoom> room)
    {
        room.ToTable("EngagementRooms");
        room.Property(r => r.Name).HasMaxLength(Text.Name);
        room.Property(r => r.Firm).HasMaxLength(Text.Name);
        room.Property(r => r.Purpose).HasMaxLength(Text.Reason);
        room.Property(r => r.Framework).HasMaxLength(Text.Key);
        EvidenceMapping.Tenants(room.Property(r => r.Sees)).HasMaxLength(4000);
        room.Property(r => r.Version).IsConcurrencyToken();
        room.HasIndex(r => r.OpenedAt);
        room.HasMany(r => r.Members).WithOne().HasForeignKey(m => m.RoomId).OnDelete(DeleteBehavior.Restrict);
        room.HasMany(r => r.Items).WithOne().HasForeignKey(i => i.RoomId).OnDelete(DeleteBehavior.Restrict);
        // Who may enter and what lies there is part of every judgement about a room.
        room.Navigation(r => r.Members).AutoInclude();
        room.Navigation(r => r.Items).AutoInclude();
        room.HasOne<Person>().WithMany().HasForeignKey(r => r.OpenedById).OnDelete(DeleteBehavior.Restrict);
        room.HasOne<Person>().WithMany().HasForeignKey(r => r.ClosedById).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<RoomMember> member)
    {
        member.ToTable("RoomMembers");
        member.HasKey(m => new { m.RoomId, m.PersonId });
        member.HasIndex(m => m.PersonId);
        member.HasOne<Person>().WithMany().HasForeignKey(m => m.PersonId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<RoomItem> item)
    {
        item.ToTable("RoomItems");
        item.HasKey(i => new { i.RoomId, i.Number });
        item.Property(i => i.What).HasMaxLength(2000);
        item.Property(i => i.Title).HasMaxLength(Text.Reason);
    }

    public void Configure(EntityTypeBuilder<RoomRead> read)
    {
        read.ToTable("RoomReads");
        read.Property(r => r.What).HasMaxLength(Text.Reason);
        read.HasIndex(r => new { r.RoomId, r.Id });
        read.HasOne<EngagementRoom>().WithMany().HasForeignKey(r => r.RoomId).OnDelete(DeleteBehavior.Restrict);
        read.HasOne<Person>().WithMany().HasForeignKey(r => r.PersonId).OnDelete(DeleteBehavior.Restrict);
    }
}
