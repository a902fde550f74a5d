using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NhiPortal.Domain;
using NhiPortal.Domain.Executions;
using NhiPortal.Domain.Grants;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.People;
using NhiPortal.Domain.PreApprovals;
using NhiPortal.Domain.Requests;
using NhiPortal.Domain.Targets;

namespace NhiPortal.Data.Mapping;

internal sealed class RequestMapping : IEntityTypeConfiguration<AccessRequest>,
    IEntityTypeConfiguration<RequestStage>, IEntityTypeConfiguration<ApprovalDecision>, IEntityTypeConfiguration<RequestQuestion>,
    IEntityTypeConfiguration<RequestEscalation>, IEntityTypeConfiguration<Grant>, IEntityTypeConfiguration<ReturnCursor>, IEntityTypeConfiguration<RequestWatch>, IEntityTypeConfiguration<PreApproval>
{
    public void Configure(EntityTypeBuilder<AccessRequest> request)
    {
        request.ToTable("Requests");
        request.Property(r => r.ActionName).HasMaxLength(Text.Key);
        request.Property(r => r.ResourceType).HasMaxLength(Text.Key);
        request.Property(r => r.ResourceId).HasMaxLength(Text.Resource);
        request.Property(r => r.BindingHash).HasMaxLength(64);
        request.Property(r => r.Justification).HasMaxLength(2000);
        request.Property(r => r.Ticket).HasMaxLength(100);
        request.Property(r => r.Session).HasMaxLength(300);
        request.Property(r => r.PolicyRule).HasMaxLength(Text.Name);
        request.Property(r => r.EndReason).HasMaxLength(Text.Reason);
        request.Property(r => r.Version).IsConcurrencyToken();
        request.Ignore(r => r.NeedsTypedConfirmation);
        // Lists are walked and counted in these alone; the columns after the id answer what else a list asks of every row.
        request.HasIndex(r => new { r.AskedAt, r.Id, r.TenantId });
        request.HasIndex(r => new { r.TenantId, r.AskedAt, r.Id });
        request.HasIndex(r => new { r.Status, r.AskedAt, r.Id, r.TenantId });
        request.HasIndex(r => new { r.Status, r.ExpiresAt, r.Id, r.TenantId, r.IntegrationId, r.TargetId, r.AskedAt });
        request.HasIndex(r => r.LookAt).HasFilter("[Status] = 'Pending'");
        request.HasIndex(r => new { r.IntegrationId, r.AskedAt });
        request.HasIndex(r => new { r.TargetId, r.AskedAt });
        request.HasIndex(r => r.RequestedById);
        request.HasIndex(r => r.ResourceId);
        request.HasIndex(r => r.Ticket);
        // One open request for exactly the same thing: asking again finds the first.
        request.HasIndex(r => new { r.WorkloadId, r.BindingHash }).IsUnique().HasFilter("[Status] = 'Pending'");
        request.HasOne<Integration>().WithMany().HasForeignKey(r => r.IntegrationId).OnDelete(DeleteBehavior.Restrict);
        request.HasOne<TargetSystem>().WithMany().HasForeignKey(r => r.TargetId).OnDelete(DeleteBehavior.Restrict);
        request.HasOne<WorkloadIdentity>().WithMany().HasForeignKey(r => r.WorkloadId).OnDelete(DeleteBehavior.Restrict);
        request.HasMany(r => r.Stages).WithOne().HasForeignKey(s => s.RequestId).OnDelete(DeleteBehavior.Restrict);
        request.HasMany(r => r.Decisions).WithOne().HasForeignKey(d => d.RequestId).OnDelete(DeleteBehavior.Restrict);
        request.HasMany(r => r.Escalations).WithOne().HasForeignKey(e => e.RequestId).OnDelete(DeleteBehavior.Restrict);
        request.Property(r => r.Basis).HasConversion(
            basis => JsonSerializer.Serialize(basis.Facts, JsonLists.Options), json => new Basis(JsonSerializer.Deserialize<List<BasisFact>>(json, JsonLists.Options) ?? new List<BasisFact>()));
        request.Property(r => r.Changes).HasConversion<JsonList<BasisChange>, JsonListComparer<BasisChange>>();
        request.Property(r => r.FoundOtherwise).HasConversion<JsonList<BasisChange>, JsonListComparer<BasisChange>>();
        // One request asks again, however many instances see the change.
        request.HasIndex(r => r.FollowsId).IsUnique().HasFilter("[FollowsId] IS NOT NULL");
        request.HasOne<AccessRequest>().WithMany().HasForeignKey(r => r.FollowsId).OnDelete(DeleteBehavior.Restrict);
        request.Property(r => r.Unanswerable).HasConversion<JsonList<OwnerRole>, JsonListComparer<OwnerRole>>().HasMaxLength(200);
        request.HasIndex(r => r.IntegrationId).HasFilter("[UnanswerableSince] IS NOT NULL");
        request.HasMany(r => r.Questions).WithOne().HasForeignKey(q => q.RequestId).OnDelete(DeleteBehavior.Restrict);
        // Who answered for the requester may not approve: no reading of a request may forget it.
        request.Navigation(r => r.Questions).AutoInclude();
        request.Ignore(r => r.OpenQuestion);
        request.Ignore(r => r.IsStanding);
        request.Property(r => r.Terms).HasConversion<JsonText<StandingTerms>>().HasMaxLength(Text.Reason);
        request.HasIndex(r => new { r.UnderId, r.AskedAt }).HasFilter("[UnderId] IS NOT NULL");
        request.HasOne<AccessRequest>().WithMany().HasForeignKey(r => r.UnderId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<RequestWatch> watch)
    {
        watch.ToTable("RequestWatches");
        watch.HasKey(w => new { w.RequestId, w.PersonId });
        watch.HasOne<AccessRequest>().WithMany().HasForeignKey(w => w.RequestId).OnDelete(DeleteBehavior.Restrict);
        watch.HasOne<Person>().WithMany().HasForeignKey(w => w.PersonId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<PreApproval> standing)
    {
        standing.ToTable("PreApprovals");
        standing.HasKey(p => p.RequestId);
        standing.Property(p => p.Name).HasMaxLength(Text.Key);
        standing.Property(p => p.ActionName).HasMaxLength(Text.Key);
        standing.Property(p => p.ResourceType).HasMaxLength(Text.Key);
        standing.Property(p => p.ResourcePattern).HasMaxLength(Text.Resource);
        standing.Property(p => p.BasisHash).HasMaxLength(64);
        standing.Property(p => p.EndReason).HasMaxLength(Text.Reason);
        // Two instances that spend the last use: one starts over and finds it spent.
        standing.Property(p => p.Version).IsConcurrencyToken();
        standing.HasIndex(p => new { p.Status, p.Until, p.RequestId, p.TenantId });
        standing.HasIndex(p => new { p.TenantId, p.Status, p.Until, p.RequestId });
        standing.HasIndex(p => new { p.WorkloadId, p.Status });
        standing.HasIndex(p => new { p.IntegrationId, p.Status });
        standing.HasOne<AccessRequest>().WithOne().HasForeignKey<PreApproval>(p => p.RequestId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<ReturnCursor> cursor)
    {
        cursor.ToTable("ReturnCursor");
        cursor.Property(c => c.Id).ValueGeneratedNever();
        cursor.HasData(new ReturnCursor());
    }

    public void Configure(EntityTypeBuilder<RequestStage> stage)
    {
        stage.ToTable("RequestStages");
        stage.HasKey(s => new { s.RequestId, s.Number });
    }

    public void Configure(EntityTypeBuilder<ApprovalDecision> decision)
    {
        decision.ToTable("Decisions");
        // The database, too, knows that one person counts once in a request, and can besides break the glass on it once.
        decision.HasKey(d => new { d.RequestId, d.PersonId, d.ByBreakGlass });
        decision.Ignore(d => d.RoleToken);
        decision.Property(d => d.Reason).HasMaxLength(Text.Reason);
        decision.Property(d => d.Saw).HasConversion<JsonText<TargetSight>>();
        decision.HasIndex(d => new { d.PersonId, d.DecidedAt });
        decision.HasOne<Person>().WithMany().HasForeignKey(d => d.PersonId).OnDelete(DeleteBehavior.Restrict);
        decision.HasOne<Person>().WithMany().HasForeignKey(d => d.ForId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<RequestQuestion> question)
    {
        question.ToTable("RequestQuestions");
        question.HasKey(q => new { q.RequestId, q.Number });
        question.Property(q => q.Words).HasMaxLength(Text.Reason);
        question.Property(q => q.Answer).HasMaxLength(Text.Reason);
        question.HasOne<Person>().WithMany().HasForeignKey(q => q.AskedById).OnDelete(DeleteBehavior.Restrict);
        question.HasOne<Person>().WithMany().HasForeignKey(q => q.AnsweredById).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<RequestEscalation> escalation)
    {
        escalation.ToTable("RequestEscalations");
        // Two instances that take the same step at once: one starts over and finds it taken.
        escalation.HasKey(e => new { e.RequestId, e.Stage, e.Step });
        escalation.Property(e => e.To).HasConversion<JsonList<EscalatedTo>, JsonListComparer<EscalatedTo>>();
    }

    public void Configure(EntityTypeBuilder<Grant> grant)
    {
        grant.ToTable("Grants");
        grant.Property(g => g.ActionName).HasMaxLength(Text.Key);
        grant.Property(g => g.ResourceType).HasMaxLength(Text.Key);
        grant.Property(g => g.ResourceId).HasMaxLength(Text.Resource);
        grant.Property(g => g.BindingHash).HasMaxLength(64);
        grant.Property(g => g.BasisHash).HasMaxLength(64);
        grant.Property(g => g.EndReason).HasMaxLength(Text.Reason);
        grant.Property(g => g.Version).IsConcurrencyToken();
        grant.HasIndex(g => g.RequestId).IsUnique();
        grant.HasIndex(g => new { g.Until, g.Id, g.TenantId, g.Status });
        grant.HasIndex(g => new { g.Status, g.Until, g.Id, g.TenantId });
        grant.HasIndex(g => new { g.TenantId, g.Until, g.Id, g.Status });
        grant.HasIndex(g => new { g.TenantId, g.Status, g.Until, g.Id });
        grant.HasIndex(g => new { g.From, g.Id, g.TenantId });
        grant.HasIndex(g => new { g.TenantId, g.From, g.Id });
        grant.HasIndex(g => new { g.IntegrationId, g.Until, g.Status });
        grant.HasIndex(g => new { g.TargetId, g.Until, g.Status });
        grant.HasIndex(g => g.ResourceId);
        grant.HasOne<AccessRequest>().WithMany().HasForeignKey(g => g.RequestId).OnDelete(DeleteBehavior.Restrict);
        grant.HasOne<Integration>().WithMany().HasForeignKey(g => g.IntegrationId).OnDelete(DeleteBehavior.Restrict);
        grant.HasOne<TargetSystem>().WithMany().HasForeignKey(g => g.TargetId).OnDelete(DeleteBehavior.Restrict);
        grant.HasOne<WorkloadIdentity>().WithMany().HasForeignKey(g => g.WorkloadId).OnDelete(DeleteBehavior.Restrict);
    }
}
