using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NhiPortal.Domain.Audit;

namespace NhiPortal.Data.Mapping;

internal sealed class LogMapping : IEntityTypeConfiguration<AuditEvent>, IEntityTypeConfiguration<JournalEntry>, IEntityTypeConfiguration<LogState>,
    IEntityTypeConfiguration<LogNode>, IEntityTypeConfiguration<LogCheckpoint>, IEntityTypeConfiguration<LogAnchor>, IEntityTypeConfiguration<AnchorStanding>, IEntityTypeConfiguration<LogTile>, IEntityTypeConfiguration<Change>, IEntityTypeConfiguration<ChangeClock>
{
    public void Configure(EntityTypeBuilder<AuditEvent> row)
    {
        row.ToTable("AuditEvents");
        row.Property(e => e.Kind).HasMaxLength(80);
        row.Property(e => e.LeafHash).HasMaxLength(32);
        // Every index is paid for with every decision, most of all one whose entries lie scattered. A workload's events are
        // found by its integration, a grant's by its request.
        row.HasIndex(e => e.EventId).IsUnique();
        row.HasIndex(e => e.LeafIndex).IsUnique().HasFilter("[LeafIndex] IS NOT NULL");
        row.HasIndex(e => e.Id, "IX_AuditEvents_Waiting").HasFilter("[LeafIndex] IS NULL");
        row.HasIndex(e => e.At);
        row.HasIndex(e => new { e.Kind, e.Id });
        row.HasIndex(e => new { e.ActorId, e.Id }).HasFilter("[ActorKind] = 'Person'");
        row.HasIndex(e => new { e.IntegrationId, e.Id }).HasFilter("[IntegrationId] IS NOT NULL");
        row.HasIndex(e => new { e.TargetId, e.Id }).HasFilter("[TargetId] IS NOT NULL");
        row.HasIndex(e => new { e.PersonId, e.Id }).HasFilter("[PersonId] IS NOT NULL");
        row.HasIndex(e => new { e.RequestId, e.Id }).HasFilter("[RequestId] IS NOT NULL");
    }

    public void Configure(EntityTypeBuilder<JournalEntry> entry) => entry.ToTable("Journal");

    public void Configure(EntityTypeBuilder<LogState> state)
    {
        state.ToTable("LogState");
        state.Property(s => s.Id).ValueGeneratedNever();
        state.Property(s => s.Version).IsConcurrencyToken();
        state.HasData(new LogState());
    }

    public void Configure(EntityTypeBuilder<LogNode> node)
    {
        node.ToTable("LogNodes");
        node.HasKey(n => new { n.Level, n.Index });
        node.Property(n => n.Hash).HasMaxLength(32);
    }

    public void Configure(EntityTypeBuilder<LogTile> tile)
    {
        tile.ToTable("LogTiles");
        tile.HasKey(t => t.Index);
        tile.Property(t => t.Index).ValueGeneratedNever();
        tile.Property(t => t.Hashes).HasMaxLength(MerkleTree.TileWidth * MerkleHash.Length);
    }

    public void Configure(EntityTypeBuilder<LogCheckpoint> checkpoint)
    {
        checkpoint.ToTable("Checkpoints");
        checkpoint.HasKey(c => c.Size);
        checkpoint.Property(c => c.Size).ValueGeneratedNever();
        checkpoint.Property(c => c.Root).HasMaxLength(32);
        checkpoint.Property(c => c.Jws).HasMaxLength(2000);
    }

    public void Configure(EntityTypeBuilder<LogAnchor> anchor)
    {
        anchor.ToTable("LogAnchors");
        anchor.HasKey(a => new { a.Size, a.Place });
        anchor.Property(a => a.Proof).HasMaxLength(Features.Audit.Anchoring.TimestampAnswer.Longest);
    }

    public void Configure(EntityTypeBuilder<AnchorStanding> standing)
    {
        standing.ToTable("AnchorStandings");
        standing.HasKey(s => s.Place);
        standing.Property(s => s.Trouble).HasMaxLength(Domain.Text.Reason);
        standing.Property(s => s.Version).IsConcurrencyToken();
    }

    public void Configure(EntityTypeBuilder<Change> change)
    {
        change.ToTable("Changes");
        change.HasKey(c => c.Seq);
        change.Property(c => c.Seq).ValueGeneratedNever();
        change.HasIndex(c => c.At);
    }

    public void Configure(EntityTypeBuilder<ChangeClock> clock)
    {
        clock.ToTable("ChangeClock");
        clock.Property(c => c.Id).ValueGeneratedNever();
        clock.HasData(new ChangeClock());
    }
}
