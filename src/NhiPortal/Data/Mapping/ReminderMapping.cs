using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NhiPortal.Domain.People;
using NhiPortal.Domain.Reminders;

namespace NhiPortal.Data.Mapping;

internal sealed class ReminderMapping : IEntityTypeConfiguration<ReminderChoices>, IEntityTypeConfiguration<Notice>, IEntityTypeConfiguration<Letter>,
    IEntityTypeConfiguration<SeenRole>, IEntityTypeConfiguration<MailServerState>
{
    public void Configure(EntityTypeBuilder<ReminderChoices> choices)
    {
        choices.ToTable("ReminderChoices");
        choices.HasKey(c => c.PersonId);
        choices.Property(c => c.Zone).HasMaxLength(ReminderChoices.LongestZone);
        choices.Property(c => c.Kinds).HasConversion<JsonList<KindChoice>, JsonListComparer<KindChoice>>().HasMaxLength(1000);
        choices.Property(c => c.Version).IsConcurrencyToken();
        choices.Ignore(c => c.Hours);
        choices.HasIndex(c => c.NextDigestAt);
        choices.HasOne<Person>().WithOne().HasForeignKey<ReminderChoices>(c => c.PersonId).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<Notice> notice)
    {
        notice.ToTable("Notices");
        notice.Property(n => n.Title).HasMaxLength(Notice.LongestTitle);
        notice.Property(n => n.Detail).HasMaxLength(Notice.LongestDetail);
        notice.Property(n => n.Link).HasMaxLength(Notice.LongestLink);
        notice.HasIndex(n => new { n.PersonId, n.Kind, n.Thing, n.Day }).IsUnique();
        notice.HasIndex(n => new { n.PersonId, n.SettledAt, n.RaisedAt, n.Id });
        notice.HasIndex(n => n.RequestId).HasFilter("[SettledAt] IS NULL AND [RequestId] IS NOT NULL");
        notice.HasIndex(n => n.OwnershipId).HasFilter("[OwnershipId] IS NOT NULL");
        notice.HasIndex(n => n.DelegationId).HasFilter("[DelegationId] IS NOT NULL");
        notice.HasIndex(n => n.CredentialId).HasFilter("[CredentialId] IS NOT NULL");
        notice.HasIndex(n => n.LetterId);
        notice.HasIndex(n => n.SettledAt);
        notice.HasOne<Person>().WithMany().HasForeignKey(n => n.PersonId).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<Letter> letter)
    {
        letter.ToTable("Letters");
        letter.Property(l => l.Version).IsConcurrencyToken();
        letter.HasIndex(l => new { l.PersonId, l.Day }).IsUnique().HasFilter("[Day] IS NOT NULL");
        letter.HasIndex(l => new { l.State, l.DueAt });
        letter.HasIndex(l => new { l.PersonId, l.State });
        letter.HasIndex(l => l.EndedAt);
        letter.HasOne<Person>().WithMany().HasForeignKey(l => l.PersonId).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<SeenRole> seen)
    {
        seen.ToTable("SeenRoles");
        seen.HasKey(s => new { s.PersonId, s.Role });
        seen.HasIndex(s => new { s.Role, s.SeenAt });
        seen.HasOne<Person>().WithMany().HasForeignKey(s => s.PersonId).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<MailServerState> server)
    {
        server.ToTable("MailServer");
        server.Property(s => s.Id).ValueGeneratedNever();
        server.Property(s => s.Fault).HasMaxLength(40);
        server.Property(s => s.ReturnedFault).HasMaxLength(40);
        server.HasData(new MailServerState());
    }
}
