using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NhiPortal.Domain;
using NhiPortal.Domain.People;

namespace NhiPortal.Data.Mapping;

internal sealed class ImportMapping : IEntityTypeConfiguration<ImportRun>, IEntityTypeConfiguration<ImportRow>
{
    public void Configure(EntityTypeBuilder<ImportRun> import)
    {
        import.ToTable("Imports");
        import.Property(i => i.Kind).HasMaxLength(Text.Key);
        import.Property(i => i.FileName).HasMaxLength(Text.Name);
        import.Property(i => i.ReadAs).HasMaxLength(Text.Reason);
        import.HasIndex(i => new { i.PersonId, i.Kind });
        import.HasIndex(i => i.ExpiresAt);
        import.HasOne<Person>().WithMany().HasForeignKey(i => i.PersonId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<ImportRow> row)
    {
        row.ToTable("ImportRows");
        row.HasKey(r => new { r.ImportId, r.Number });
        row.Property(r => r.Key).HasMaxLength(Text.Resource);
        row.Property(r => r.Reason).HasMaxLength(2000);
        row.Property(r => r.ResultReason).HasMaxLength(2000);
        row.HasIndex(r => new { r.ImportId, r.Outcome, r.Number });
        row.HasOne<ImportRun>().WithMany().HasForeignKey(r => r.ImportId).OnDelete(DeleteBehavior.Cascade);
    }
}
