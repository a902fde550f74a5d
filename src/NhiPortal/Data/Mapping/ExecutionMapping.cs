using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NhiPortal.Domain;
using NhiPortal.Domain.Executions;
using NhiPortal.Domain.Grants;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Requests;
using NhiPortal.Domain.Targets;

namespace NhiPortal.Data.Mapping;

internal sealed class ExecutionMapping : IEntityTypeConfiguration<Execution>, IEntityTypeConfiguration<ExecutionAttempt>
{
    public void Configure(EntityTypeBuilder<Execution> execution)
    {
        execution.ToTable("Executions");
        execution.Property(e => e.Change).HasConversion<JsonText<TargetChange>>().HasMaxLength(3000);
        execution.Property(e => e.Before).HasConversion<JsonText<TargetState>>().HasMaxLength(1000);
        execution.Property(e => e.After).HasConversion<JsonText<TargetState>>().HasMaxLength(1000);
        execution.Property(e => e.Subject).HasMaxLength(64);
        execution.Property(e => e.ClaimedSubject).HasMaxLength(64);
        execution.Property(e => e.Trouble).HasMaxLength(Text.Reason);
        execution.Property(e => e.Version).IsConcurrencyToken();
        execution.Ignore(e => e.IsOver);
        execution.Ignore(e => e.Next);
        execution.Ignore(e => e.LooksOnly);
        execution.HasIndex(e => e.GrantId).IsUnique();
        execution.HasIndex(e => e.RequestId);
        // The database, too, knows that nobody works on one account twice at a time.
        execution.HasIndex(e => e.ClaimedSubject).IsUnique().HasFilter("[ClaimedSubject] IS NOT NULL");
        // What is not over is little, however much there ever was.
        execution.HasIndex(e => new { e.DueAt, e.State, e.ClaimedUntil }).HasFilter("[EndedAt] IS NULL");
        execution.HasIndex(e => e.IntegrationId).HasFilter("[StuckSince] IS NOT NULL");
        execution.HasIndex(e => new { e.Subject, e.State });
        execution.HasIndex(e => new { e.TargetId, e.DueAt });
        execution.HasMany(e => e.Attempts).WithOne().HasForeignKey(a => a.ExecutionId).OnDelete(DeleteBehavior.Restrict);
        execution.HasOne<Grant>().WithMany().HasForeignKey(e => e.GrantId).OnDelete(DeleteBehavior.Restrict);
        execution.HasOne<AccessRequest>().WithMany().HasForeignKey(e => e.RequestId).OnDelete(DeleteBehavior.Restrict);
        execution.HasOne<Integration>().WithMany().HasForeignKey(e => e.IntegrationId).OnDelete(DeleteBehavior.Restrict);
        execution.HasOne<TargetSystem>().WithMany().HasForeignKey(e => e.TargetId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<ExecutionAttempt> attempt)
    {
        attempt.ToTable("ExecutionAttempts");
        attempt.HasKey(a => new { a.ExecutionId, a.Number });
        attempt.Property(a => a.Sentence).HasMaxLength(Text.Reason);
        attempt.Property(a => a.Shown).HasMaxLength(Text.Reason);
    }
}
