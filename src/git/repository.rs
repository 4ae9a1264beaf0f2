//! A repository with a working tree, through libgit2.

use std::path::{Path, PathBuf};

use git2::{ErrorClass, ErrorCode, RepositoryOpenFlags, StatusOptions};

use crate::diagnostic::codes::workspace as codes;
use crate::diagnostic::{Diagnostic, Result};

/// The repository that a folder lies in.
pub struct Repository {
    inner: git2::Repository,
    workdir: PathBuf,
}

/// What is checked out.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Head {
    /// The commit's id, in full.
    pub commit: String,
    /// The branch, short; none when HEAD is detached.
    pub branch: Option<String>,
}

impl Repository {
    /// The repository that `folder` lies in, searching upward; none when it lies in none.
    ///
    /// # Errors
    /// When the repository belongs to another user, is bare, has a format libgit2 does not read, or is damaged.
    pub fn discover(folder: &Path) -> Result<Option<Self>> {
        let none: [&Path; 0] = [];
        let inner = match git2::Repository::open_ext(folder, RepositoryOpenFlags::empty(), none) {
            Ok(inner) => inner,
            Err(error) if error.code() == ErrorCode::NotFound => return Ok(None),
            Err(error) => return Err(refused(folder, &error)),
        };
        let Some(workdir) = inner.workdir() else { return Err(bare(inner.path())) };
        let workdir = workdir.canonicalize().unwrap_or_else(|_| workdir.to_owned());
        Ok(Some(Self { inner, workdir }))
    }

    /// The root of the working tree.
    pub fn workdir(&self) -> &Path {
        &self.workdir
    }

    /// What is checked out; none before the first commit.
    ///
    /// # Errors
    /// When the references cannot be read.
    pub fn head(&self) -> Result<Option<Head>> {
        let head = match self.inner.head() {
            Ok(head) => head,
            Err(error) if matches!(error.code(), ErrorCode::UnbornBranch | ErrorCode::NotFound) => return Ok(None),
            Err(error) => return Err(failed("cannot read what is checked out", &error)),
        };
        let branch = head.is_branch().then(|| String::from_utf8_lossy(head.shorthand_bytes()).into_owned());
        let commit = head.peel_to_commit().map_err(|error| failed("cannot read the commit checked out", &error))?;
        Ok(Some(Head { commit: commit.id().to_string(), branch }))
    }

    /// Files below `root` that differ from the last commit, untracked ones too, but not ignored ones; of those only
    /// what is, or lies below, one of `own`. Paths are relative to `root`, with `/`, sorted.
    ///
    /// # Errors
    /// When `root` is not in the working tree, or the index or the tree cannot be read.
    pub fn dirty(&self, root: &Path, own: &[&str]) -> Result<Vec<String>> {
        let prefix = self.prefix(root)?;
        let mut options = StatusOptions::new();
        options.include_untracked(true).recurse_untracked_dirs(true).exclude_submodules(true);
        // Paths are taken as they stand: a folder may be called `[a]`.
        options.disable_pathspec_match(true).include_ignored(false);
        for path in own {
            options.pathspec(format!("{prefix}{path}"));
        }
        let statuses = self
            .inner
            .statuses(Some(&mut options))
            .map_err(|error| failed("cannot compare with the commit", &error))?;
        let mut paths: Vec<String> = statuses
            .iter()
            .map(|entry| String::from_utf8_lossy(entry.path_bytes()).into_owned())
            .filter_map(|path| path.strip_prefix(&prefix).map(str::to_owned))
            .collect();
        paths.sort();
        paths.dedup();
        Ok(paths)
    }

    /// The path of `root` below the working tree, with `/` at its end; nothing for the tree itself.
    fn prefix(&self, root: &Path) -> Result<String> {
        let real = root.canonicalize().map_err(|error| {
            Diagnostic::error(&codes::NO_FOLDER, format!("there is no folder `{}`", root.display()))
                .because(error.to_string())
        })?;
        let below = real.strip_prefix(&self.workdir).map_err(|_| {
            Diagnostic::error(&codes::GIT_FAILED, format!("`{}` is not in this working tree", root.display()))
        })?;
        let parts: Vec<_> = below.components().map(|part| part.as_os_str().to_string_lossy()).collect();
        Ok(parts.iter().map(|part| format!("{part}/")).collect())
    }
}

fn refused(folder: &Path, error: &git2::Error) -> Diagnostic {
    let message = error.message().to_ascii_lowercase();
    if error.code() == ErrorCode::Owner {
        return Diagnostic::error(&codes::NOT_OWNED, "the git repository belongs to another user")
            .because(error.message())
            .advice(format!(
                "if you trust it, run `git config --global --add safe.directory {}`",
                owned_path(folder).display()
            ));
    }
    let format = ["unsupported extension", "unsupported repository version", "ref storage", "refstorage", "reftable"];
    if error.class() == ErrorClass::Repository && format.iter().any(|words| message.contains(words)) {
        return Diagnostic::error(
            &codes::UNSUPPORTED_REPOSITORY,
            "the git repository has a format that pgai cannot read",
        )
        .because(error.message())
        .advice("convert it with git, for example `git refs migrate --ref-format=files`");
    }
    failed("cannot open the git repository", error)
}

/// The folder that holds `.git`, for the advice.
fn owned_path(folder: &Path) -> PathBuf {
    let real = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
    real.ancestors().find(|folder| folder.join(".git").exists()).unwrap_or(&real).to_owned()
}

fn bare(path: &Path) -> Diagnostic {
    Diagnostic::error(&codes::BARE_REPOSITORY, format!("the git repository `{}` is bare", path.display()))
        .advice("work in a clone or in a worktree")
}

fn failed(message: &str, error: &git2::Error) -> Diagnostic {
    Diagnostic::error(&codes::GIT_FAILED, message).because(error.message()).advice("see what `git status` says")
}
