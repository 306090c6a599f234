using Microsoft.EntityFrameworkCore;
using Rotunda.Data;
using Rotunda.Modules.Shared.Cache;

namespace Rotunda.Modules.Shared;

/// <summary>Saves an operation: a conflict where somebody else changed a row of it meanwhile.</summary>
internal static class Saving
{
    extension(RotundaDb db)
    {
        /// <summary>Saves what no page shows.</summary>
        /// <param name="signal">Raised when it is saved; null where it leaves no work.</param>
        public Task<Outcome> TrySaveAsync(WorkSignal? signal, CancellationToken cancellationToken) => db.TrySaveAsync(signal, null, cancellationToken);

        /// <summary>Saves what no page shows.</summary>
        /// <param name="signal">Raised when it is saved; null where it leaves no work.</param>
        /// <param name="twice">How it ends where a row is there already of which there may be one; null where that is a bug and thrown.</param>
        public async Task<Outcome> TrySaveAsync(WorkSignal? signal, Outcome? twice, CancellationToken cancellationToken)
        {
            var outcome = await OutcomeOfAsync(db.SaveChangesAsync(cancellationToken), twice);
            if (outcome is Outcome.Done) signal?.Raise();
            return outcome;
        }
    }

    extension(Publication publication)
    {
        /// <summary>Saves what pages show.</summary>
        public Task<Outcome> TrySaveAsync(RotundaDb db, CancellationToken cancellationToken) => publication.TrySaveAsync(db, null, cancellationToken);

        /// <summary>Saves what pages show.</summary>
        /// <param name="twice">How it ends where a row is there already of which there may be one; null where that is a bug and thrown.</param>
        public Task<Outcome> TrySaveAsync(RotundaDb db, Outcome? twice, CancellationToken cancellationToken) => OutcomeOfAsync(publication.SaveAsync(db, cancellationToken), twice);
    }

    private static async Task<Outcome> OutcomeOfAsync(Task saving, Outcome? twice)
    {
        try
        {
            await saving;
            return new Outcome.Done();
        }
        catch (DbUpdateConcurrencyException)
        {
            return new Outcome.Conflict();
        }
        catch (DbUpdateException error) when (twice is not null && error.IsUniqueViolation())
        {
            return twice;
        }
    }
}
