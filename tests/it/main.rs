mod connect;
mod sandbox;
